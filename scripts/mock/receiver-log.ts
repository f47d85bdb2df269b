import { decodeJwt } from 'jose';
import type { ReceiverSeams } from '../../mocks/receiver/seams.ts';

/** The seams, with a line for each request to the Transmitter, each push that was answered, and each effect. */
export function loggingReceiverSeams(seams: ReceiverSeams, log: (line: string) => void): ReceiverSeams {
  return {
    ...seams,
    async request(call) {
      const changed = seams.request ? await seams.request(call) : call;
      // Without the query: a token may stand there.
      if (changed !== null) log(`${changed.method} ${new URL(changed.url).pathname}  ${changed.operation}`);
      return changed;
    },
    pushReply(reply, push, refusal) {
      const changed = seams.pushReply ? seams.pushReply(reply, push, refusal) : reply;
      const why = refusal === null ? '' : `  ${refusal.err}: ${refusal.description}`;
      log(`push ${jtiOf(push.body)} → ${changed === null ? 'reset' : changed.status}${why}`);
      return changed;
    },
    effects(effects, set, refusal) {
      const done = seams.effects ? seams.effects(effects, set, refusal) : effects;
      for (const { action, subject } of done) log(`effect ${action} ${JSON.stringify(subject)}`);
      return done;
    },
  };
}

function jtiOf(token: string): string {
  try {
    return `jti ${JSON.stringify(decodeJwt(token).jti ?? null)}`;
  } catch {
    return 'no JWT';
  }
}
