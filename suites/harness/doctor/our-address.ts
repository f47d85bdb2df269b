import type { Exchange } from '../exchange.ts';
import type { Refusal } from '../preflight.ts';
import type { Teller } from './examination.ts';

export interface OurAddress {
  /** What it is, at the start of a sentence: `Our push endpoint`. */
  what: string;
  url: string;
  /** Asks it ourselves, by the address that the target is given. */
  ask: () => Promise<Exchange>;
  /** Whether the request came to us. */
  came: (answer: Exchange) => Promise<boolean>;
  /** Why the target cannot reach us, as the configuration stands. */
  unreachable: Refusal | null;
  /** The configured public URL, and whether a port was fixed for it. */
  publicUrl: string | undefined;
  listens: boolean;
}

/** Certificates (PEM) of the CA of a target and of ours. */
export function withOurs(
  ca: string | undefined,
  ours: { ca?: string | undefined } | undefined,
): string | undefined {
  const both = [ca, ours?.ca].filter((one) => one !== undefined);
  return both.length === 0 ? undefined : both.join('\n');
}

/** Whether the address at which the target shall reach us leads to us; the target itself may still not get there. */
export async function tellOurAddress(ours: OurAddress, tell: Teller): Promise<true> {
  const { what, url, publicUrl, unreachable } = ours;
  if (unreachable !== null) {
    tell.problem(unreachable.sentence, 'configuration', unreachable.hint);
    return true;
  }
  const answer = await ours.ask();
  if (await ours.came(answer)) return tell.ok(`${what} ${url} answers here.`);
  const { response, error } = answer;
  if (response !== null) {
    tell.problem(
      `At ${url} somebody else answers (${response.status}): the request did not come to us.`,
      'configuration',
      `Does what stands at --public-url forward to this machine${ours.listens ? '' : ', and to which port'}?${ours.listens ? '' : ' Fix the port with --listen HOST:PORT.'}`,
    );
    return true;
  }
  return tell.note(
    `${what} ${url} cannot be reached from this machine (${error?.message ?? 'no answer'}).`,
    'network',
    publicUrl === undefined
      ? 'Is a firewall on this machine in the way?'
      : 'Some networks let nobody reach their own public address from inside; if the target does not either, look at the tunnel or proxy, and at --listen HOST:PORT.',
  );
}
