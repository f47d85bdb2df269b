import type { IncomingMessage } from 'node:http';

/** What the listener noted of a request before anything else was done with it. */
export interface Arrival {
  /** `performance.now()` of the listener's process when the request's head was there, ms. */
  at: number;
  /** Header names and values as they came: order, case and repetition kept. */
  rawHeaders: [string, string][];
  /** `1.0` or `1.1`. */
  httpVersion: string;
  /** TCP port of the client; 0 when the request did not come over a socket. */
  remotePort: number;
  /** Length of the body as it came, even when it was cut; 0 when the request did not come over a socket. */
  bodyBytes: number;
}

const arrivals = new WeakMap<Request, Arrival>();

/** The stamp of a request that a listener handed to a resolver; a request that came in process is stamped now. */
export function arrivalOf(request: Request): Arrival {
  return arrivals.get(request) ?? keepArrival(request, stampInProcess(request));
}

export function keepArrival(request: Request, arrival: Arrival): Arrival {
  arrivals.set(request, arrival);
  return arrival;
}

export function stampArrival(message: IncomingMessage): Arrival {
  const at = performance.now();
  return {
    at,
    rawHeaders: pairs(message.rawHeaders),
    httpVersion: message.httpVersion,
    remotePort: message.socket.remotePort ?? 0,
    bodyBytes: 0,
  };
}

export function stampInProcess(request: Request): Arrival {
  return {
    at: performance.now(),
    rawHeaders: [...request.headers],
    httpVersion: '1.1',
    remotePort: 0,
    bodyBytes: 0,
  };
}

function pairs(flat: readonly string[]): [string, string][] {
  const result: [string, string][] = [];
  for (let i = 0; i + 1 < flat.length; i += 2) result.push([flat[i] ?? '', flat[i + 1] ?? '']);
  return result;
}
