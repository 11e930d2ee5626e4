import { Server } from 'node:net';

/** `node --import <this file> <program>`: what the program listens on is reached from this machine only. For programs that have no option for it. */
const listen = Server.prototype.listen;
Server.prototype.listen = function listenOnLoopback(this: Server, ...given: unknown[]): Server {
  const [port] = given;
  if (typeof port !== 'number') throw new TypeError(`A port was expected, not ${JSON.stringify(port)}.`);
  const listening = given.findLast((each) => typeof each === 'function');
  return Reflect.apply(listen, this, [{ port, host: '127.0.0.1' }, listening]) as Server;
};
