import { connect, type Socket } from 'node:net';
import { machineNow } from './clock.ts';

/** Name of the header by which a push is known again. */
export const PUSH_HEADER = 'x-push';

/**
 * Pushes over connections that stay open. Plain sockets and a ready text: nothing lies between the time that is noted and
 * the first byte.
 */
export class PushLine {
  readonly #url: URL;
  readonly #idle: Socket[] = [];

  constructor(url: string) {
    this.#url = new URL(url);
  }

  /** Sends one SET; resolves when it is answered, with the time at which it was sent (`machineNow`). */
  async push(id: string, body: string): Promise<number> {
    const text = Buffer.from(
      `POST ${this.#url.pathname} HTTP/1.1\r\nHost: ${this.#url.host}\r\nContent-Type: application/secevent+jwt\r\nAccept: application/json\r\n${PUSH_HEADER}: ${id}\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const socket = this.#idle.pop() ?? (await this.#open());
    const sentAt = machineNow();
    socket.write(text);
    await answerOn(socket);
    this.#idle.push(socket);
    return sentAt;
  }

  close(): void {
    for (const socket of this.#idle) socket.destroy();
  }

  #open(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect(Number(this.#url.port), this.#url.hostname, () => resolve(socket));
      socket.setNoDelay(true);
      socket.once('error', reject);
      // Servers close what is idle for too long.
      socket.once('close', () => {
        const at = this.#idle.indexOf(socket);
        if (at !== -1) this.#idle.splice(at, 1);
      });
    });
  }
}

/** Waits for an answer without a body, as 202 is. */
function answerOn(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (chunk: Buffer): void => {
      text += chunk.toString('latin1');
      if (text.includes('\r\n\r\n')) done(resolve);
    };
    const onClose = (): void =>
      done(() => reject(new Error('The connection was closed before an answer came')));
    const done = (settle: () => void): void => {
      socket.off('data', onData);
      socket.off('close', onClose);
      settle();
    };
    socket.on('data', onData);
    socket.on('close', onClose);
  });
}
