import assert from 'node:assert/strict';
import { ProfileBuilder } from '../../src/profile/builder';
import { jsonWords, readAgentProfile } from '../../src/profile/codec/agent-profile-bytes';
import { encodeAgentProfile } from '../../src/profile/codec/agent-profile';
import { encodeUtf8 } from '../../src/profile/codec/utf8';
import { mergeProfiles } from '../../src/profile/merge';
import { UNKNOWN_META } from '../../src/profile/tables';
import { packProfile, unpackProfile } from '../../src/service/engine/packed-profile';
import { randomOf, randomProfile } from '../fixtures/random';
import { profileOf } from '../fixtures/text-profile';

describe('a packed profile', () => {
  it('is what it was, on 100 random ones', () => {
    const random = randomOf(11);
    for (let i = 0; i < 100; i++) {
      const profile = randomProfile(random);
      assert.deepEqual(unpackProfile(packProfile(profile)), profile);
    }
  });

  it('is what it was when nothing is in it', () => {
    const empty = profileOf('');
    assert.deepEqual(unpackProfile(packProfile(empty)), empty);
  });

  it('keeps names in any script, quoted, and with half a character', () => {
    const names = [
      'größe',
      '関数 😀',
      'a"b',
      'a\\b',
      'a\tb',
      '\\u0041',
      'half \ud83d',
      'half \ud83e',
      '',
      'a;b',
    ];
    const profile = profileOf(names.map((_, i) => `f${i}  1`).join('\n'));
    const named = { ...profile, frames: { ...profile.frames, name: names, file: names } };
    assert.deepEqual(unpackProfile(packProfile(named)), named);
  });

  it('keeps counts of any size, and rows beyond two bytes', () => {
    for (const counts of [
      [255],
      [256],
      [65_535],
      [65_536],
      [2 ** 31 - 1],
      [2 ** 31],
      [2 ** 53],
      [1e30],
      [0.1, 7],
    ]) {
      const profile = profileOf(counts.map((_, i) => `f${i} @/f.py:${65_535 + i}  1`).join('\n'));
      const counted = { ...profile, samples: { ...profile.samples, count: Float64Array.from(counts) } };
      assert.deepEqual(unpackProfile(packProfile(counted)), counted);
    }
    const builder = new ProfileBuilder();
    for (let i = 0; i < 70_000; i++) {
      const caller = builder.stack(-1, builder.frame(`f${i % 300}`, ''));
      builder.sample(builder.stack(caller, builder.frame(`g${Math.floor(i / 300)}`, '')), 'RUNNABLE', 1);
    }
    const wide = builder.finish(UNKNOWN_META);
    assert.deepEqual(unpackProfile(packProfile(wide)), wide);
  });

  it('is read in the form in which version 0.1 wrote it', () => {
    const packed =
      'eAFtTkFOw0AMdIEDfGPOFk0l4LCXUhBClVAOCOih6mGhLkQkm5DdgKoof+UJvIAgsyknLEuzMx7PekRE30TUwtlCPMwSeWnXYBQ2c2BUtvYCxluT' +
      'BTD8S/mBFWOT5dE9fjyutmCMbUQwtFcMH2yIntv7NJ1d3FyBsZjN7+bp9TB/evUwpwxvi+o374RRSLAwra7XASZhiFvDnCVJkjCqutSvL8vGBZgJ' +
      'wz6LvlqEbSUwCOL1znepfVY6GEzQMerGhayQhz8VjE0uEmCWq64bUaw9Ijogon0i6vu+V3U3U676jg8rdPSPph7NUr/mDXUe8XDAr2nkn1NN/QGTb1lo';
    assert.deepEqual(
      unpackProfile(Buffer.from(packed, 'base64')),
      profileOf('main @/a.py:3-9\n  load @/b.py:1  RUNNABLE 2\n    parse  3\n  show  WAITING 1\nquit  0.5'),
    );
  });

  it('of a later form is not guessed at', () => {
    assert.throws(() => unpackProfile(Uint8Array.of(3, 0, 0, 0, 0, 0, 0, 0, 0)), /in format 3; .* reads 2\./);
  });

  it('merges to the same with words in common, whatever was read before, on 20 sets', () => {
    const random = randomOf(13);
    const words = jsonWords();
    for (let i = 0; i < 20; i++) {
      const parts = Array.from({ length: 6 }, () => randomProfile(random));
      const together = parts.map((part, at) =>
        at % 2 === 0
          ? unpackProfile(packProfile(part), words)
          : readAgentProfile(encodeUtf8(encodeAgentProfile(part)), words),
      );
      const alone = parts.map((part, at) =>
        at % 2 === 0 ? part : readAgentProfile(encodeUtf8(encodeAgentProfile(part))),
      );
      assert.deepEqual(together, alone);
      assert.deepEqual(mergeProfiles(together), mergeProfiles(alone));
    }
  });
});
