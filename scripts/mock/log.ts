import { decodeJwt } from 'jose';
import type { Call, Reply, TransmitterSeams } from '../../mocks/transmitter/seams.ts';

/** The seams, with a line for each request that was answered and each push that goes out. */
export function loggingSeams(seams: TransmitterSeams, log: (line: string) => void): TransmitterSeams {
  return {
    ...seams,
    async before(call) {
      const reply = await seams.before?.(call);
      if (reply) log(requestLine(call, reply));
      return reply;
    },
    async after(reply, call) {
      const changed = (await seams.after?.(reply, call)) ?? reply;
      log(requestLine(call, changed));
      return changed;
    },
    push(request, set) {
      const changed = seams.push ? seams.push(request, set) : request;
      const fate = changed === null ? 'dropped' : `→ ${changed.url}`;
      log(`push ${set.eventType} ${jtiOf(request.body)} ${fate}`);
      return changed;
    },
  };
}

function requestLine({ request, operation, client, streamId }: Call, reply: Reply): string {
  const stream = streamId === null ? '' : ` ${streamId}`;
  // Without the query: a token may stand there.
  const { pathname } = new URL(request.url);
  return `${request.method} ${pathname} → ${reply.status}  ${operation}${stream} by ${client ?? 'nobody known'}`;
}

function jtiOf(token: string): string {
  try {
    return `jti ${decodeJwt(token).jti ?? 'none'}`;
  } catch {
    return 'no JWT';
  }
}
