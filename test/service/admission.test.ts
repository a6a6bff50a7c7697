import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import { ADMISSION_LIMITS, Connections, Requests } from '../../src/service/http/admission';
import { ThrottlingException } from '../../src/service/errors';

describe('connections beyond the limit', () => {
  /**
   * Steps such as `open a, begin a, prove a, end a, close a` with room for three.
   * @returns the names of those that were cut, in this order
   */
  function cutBy(steps: string): string {
    const connections = new Connections({ connections: 3, requests: 1 });
    const server = createServer();
    connections.watch(server, 'connection');
    const sockets = new Map<string, Socket>();
    const cut: string[] = [];
    const open = (name: string) => {
      const destroy = () => {
        cut.push(name);
        socket.emit('close');
      };
      const socket = Object.assign(new EventEmitter(), { destroyed: false, destroy }) as unknown as Socket;
      sockets.set(name, socket);
      server.emit('connection', socket);
    };
    for (const step of steps.split(', ')) {
      const [verb, name] = step.split(' ');
      const socket = sockets.get(name);
      if (verb === 'open') open(name);
      else if (socket === undefined) assert.fail(step);
      else if (verb === 'close') socket.emit('close');
      else connections[verb as 'begin' | 'prove' | 'end'](socket);
    }
    return cut.join(' ');
  }
  const check = (steps: string, expected: string) => assert.equal(cutBy(steps), expected);

  it('are none up to the limit, and none when others have closed', () => {
    check('open a, open b, open c', '');
    check('open a, open b, open c, close b, open d', '');
  });
  it('cost the silent ones, the oldest first', () => check('open a, open b, open c, open d, open e', 'a b'));
  it('cost idle ones when nobody is silent but the new one', () => {
    const served = (name: string) => `open ${name}, begin ${name}, prove ${name}, end ${name}`;
    check(`${served('a')}, ${served('b')}, open c, open d`, 'c');
    check(`${served('a')}, ${served('b')}, ${served('c')}, open d`, 'a');
    check(`${served('a')}, ${served('b')}, ${served('c')}, begin a, open d`, 'b');
  });
  it('spare who is sending a request as long as there are others', () => {
    check('open a, begin a, open b, open c, open d', 'b');
    check('open a, begin a, open b, begin b, open c, begin c, open d', 'a');
  });
  it('spare who waits for an answer, always', () => {
    const busy = ['a', 'b', 'c'].map((name) => `open ${name}, begin ${name}, prove ${name}`).join(', ');
    check(`${busy}, open d, open e`, 'd e');
  });
  it('know a key that was shown before', () =>
    check(
      'open a, begin a, prove a, end a, begin a, open b, begin b, open c, begin c, open d, open e',
      'b d',
    ));
  it('count who was refused as silent again', () =>
    check('open a, begin a, end a, open b, open c, open d', 'a'));
});

describe('requests beyond the limit', () => {
  it('are not those of a thousand agents that report at the same moment', () => {
    const requests = new Requests(ADMISSION_LIMITS);
    for (let agent = 0; agent < 1000; agent++) {
      requests.begin();
    }
  });
  it('are throttled until one has ended', () => {
    const requests = new Requests({ connections: 1, requests: 2 });
    const [end] = [requests.begin(), requests.begin()];
    assert.throws(() => requests.check(), ThrottlingException);
    assert.throws(() => requests.begin(), ThrottlingException);
    end();
    requests.check();
    requests.begin();
    assert.throws(() => requests.begin(), ThrottlingException);
  });
});
