import assert from 'node:assert/strict';
import type { FormatName } from '../../../src/profile/codec/read-profile';
import { encodeAgentProfile } from '../../../src/profile/codec/agent-profile';
import { encodeIonAgentProfile } from '../../../src/profile/codec/ion';

import { profileOf } from '../../fixtures/text-profile';
import { joined } from './protobuf-bytes';
import { draws, read, refuses, type File } from './reading';

describe('readProfile', () => {
  const profile = profileOf('main\n  load  3');
  const found = (file: File, format: FormatName): void => assert.equal(read(file).format, format);

  it('tells formats by what is in them', () => {
    found(encodeAgentProfile(profile), 'agent-profile');
    found(encodeIonAgentProfile(profile), 'agent-profile');
    found('{callgraph: {children: {main: {counts: {RUNNABLE: 3}}}}}', 'agent-profile');
    found('$ion_1_0 {callgraph: {}}', 'agent-profile');
    found('main;load 3', 'collapsed');
    found('main;load [30000000]\n', 'collapsed');
    found('[unknown];main 3\n[libc.so] 2', 'collapsed');
    found('{closure};main 3', 'collapsed');
    found('# a comment\n\nmain 3', 'collapsed');
    found(
      { $schema: 'https://www.speedscope.app/file-format-schema.json', shared: {}, profiles: [] },
      'speedscope',
    );
    found({ nodes: [], timeDeltas: [] }, 'cpuprofile');
    found({ meta: {}, threads: [] }, 'firefox');
    found({ session: {}, frame_tree: null, root_frame: { function: 'a', time: 1 } }, 'pyinstrument');
    found({ mode: 'wall', interval: 1, frames: {}, raw: [] }, 'stackprof');
    found({ flamebearer: { names: [], levels: [] } }, 'flamebearer');
    found('a 1 cycles:\n\t12 load (/srv/app)\n', 'perf-script');
  });

  it('does not mind a byte order mark, or blank lines before', () => {
    draws(`\ufeff${encodeAgentProfile(profile)}`, 'main (3, 0)\n  load (3, 3)');
    draws(`\n\n  ${encodeAgentProfile(profile)}`, 'main (3, 0)\n  load (3, 3)');
    draws('\n\nmain;load 3\n', 'main (3, 0)\n  load (3, 3)');
  });

  it('says what other files are, and what to do with them', () => {
    const begun = (start: string): Uint8Array =>
      joined([Uint8Array.from(start, (one) => one.charCodeAt(0)), new Uint8Array(90)]);
    refuses('', /is empty; what is read are profiles of these formats: agent profile of CodeGuru Profiler, /);
    refuses(begun('\x1f\x8b'), /gzip inside of gzip; unpack it/);
    refuses(begun('PK\x03\x04'), /is a ZIP archive; unpack it/);
    refuses(begun('PERFILE2'), /is perf's own recording; write it out with `perf script/);
    refuses(begun('MOJ'), /convert it with `mojo2austin`/);
    refuses(begun('SQLite format 3\0'), /is a database/);
    refuses(begun('\xff\xfe'), /text in UTF-16/);
    refuses([{ ph: 'X', name: 'a' }], /is a trace of Chrome.*record a CPU profile/);
    refuses({ traceEvents: [{ ph: 'X' }] }, /is a trace of Chrome/);
    refuses('heap profile:  1: 2 [ 3: 4] @ heapz\n', /in pprof's old format.*convert it with `pprof -proto/);
    refuses('--- heapz 1 ---\n', /in pprof's old format/);
    for (const size of [4, 8]) refuses(legacyCpuProfile(size), /in pprof's old format/);
    refuses('hello', /is text of no known format; what is read/);
    refuses('<html>\n<p>1</p>', /is text of no known format/);
    refuses(Uint8Array.of(0x7b, 0xff, 0xfe, 0x7d), /is neither text nor of a known format/);
    refuses(Uint8Array.of(0x80, 0xff, 0xfe, 0x7d), /is neither text nor of a known format/);
    refuses('{"callgraph":', /is broken JSON \(.*it may have been cut short/);
    refuses({ callgraph: 7 }, /is an agent profile .* callgraph must be an object, not 7/);
    refuses({ ['__proto__']: { callgraph: {} } }, /is JSON or Ion of no known format/);
    refuses('{"__proto__": {"callgraph": {}}}', /is JSON or Ion of no known format/);
    refuses('null', /of no known format/);
    refuses(`[${'['.repeat(100_000)}`, /is broken JSON/);
  });

  it('answers lines without an end at once', () => {
    const long = (part: string): string => `a ${part.repeat(1_000_000 / part.length)}`;
    for (const part of ['1 ', ' ', '(', '1:', 'a', '/1 ', ';', 'x (']) refuses(`\n${long(part)}!`, /./);
  });

  it('says nothing of choices where there are none', () => {
    assert.equal('choices' in read('main 3'), false);
  });

  it('reads names that are also names of our language', () =>
    draws(
      '__proto__;constructor;hasOwnProperty 3',
      '__proto__ (3, 0)\n  constructor (3, 0)\n    hasOwnProperty (3, 3)',
    ));

  it('quotes what is hostile as inert text', () => {
    const name = '\u001b[2J\u202e';
    refuses({ callgraph: { children: { [name]: 7 } } }, /⟨U\+202E⟩/);
  });
});

/** 0, 3, version, period in µs, 0, and a stack. */
function legacyCpuProfile(size: number): Uint8Array {
  const words = [0, 3, 1, 10_000, 0, 1, 1, 0xdead, 0, 1, 0];
  const bytes = new Uint8Array(words.length * size);
  words.forEach((word, index) => new DataView(bytes.buffer).setUint32(index * size, word, true));
  return bytes;
}
