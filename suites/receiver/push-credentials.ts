import type { Exchange } from '../harness/exchange.ts';
import { receiverCheck } from '../harness/receiver/check.ts';
import type { LikeTheRight, PeerStream } from '../harness/receiver/exchange.ts';
import type { CraftedSet, ReceiverProbe } from '../harness/receiver/probe.ts';
import type { RequirementId } from '../standard/requirement-ids.ts';
import { expectGoodAfter, isTaken, push, shownAnswer, takesGoodSets } from './support/push.ts';

/** A challenge begins with the token of its scheme (RFC 9110 section 11.3). */
const CHALLENGE = /^[\s,]*[!#$%&'*+.^_`|~0-9A-Za-z-]+/;

const SIMILAR: readonly (readonly [string, LikeTheRight])[] = [
  ['without the last characters', 'shortened'],
  ['with one character more', 'lengthened'],
  ['with one character changed', 'same-length'],
  ['with its letters in the other case', 'other-case'],
  ['the scheme alone', 'scheme'],
];

type Rows = 'RFC8935-2-05' | 'RFC8935-2.4-05' | 'RFC8935-2.2-01';

/** Credentials of a push (SSF 6.1.1, RFC 8935 section 3). That an endpoint wants some is its own choice. */
export const checks = [
  receiverCheck({
    id: 'push-credentials/missing',
    title: 'A push without the credentials that the endpoint wants is refused.',
    requirements: ['RFC8935-2-05', 'RFC8935-2.4-05', 'RFC8935-2.2-01'],
    what: 'Pushes a good SET without Authorization, then one with the right one. Status 401 or 403, and 400 with authentication_failed or access_denied, are right refusals.',
    delivery: 'push',
    hooks: ['push-authorization'],
    run: (r) => judge(r, 'none'),
  }),

  receiverCheck({
    id: 'push-credentials/wrong',
    title: 'A push with wrong credentials is refused.',
    requirements: ['RFC8935-2-05', 'RFC8935-2.4-05', 'RFC8935-2.2-01'],
    what: 'Pushes a good SET with an Authorization that the endpoint was not given, then one with the right one.',
    delivery: 'push',
    hooks: ['push-authorization'],
    run: (r) => judge(r, 'wrong'),
  }),

  receiverCheck({
    id: 'push-credentials/similar',
    title: 'Credentials that only look like the right ones are refused.',
    requirements: ['RFC8935-2-05', 'RFC8935-2.2-01'],
    what: 'Pushes good SETs with the right Authorization cut short, lengthened, with one character changed or its letters in the other case, and with the scheme alone.',
    delivery: 'push',
    hooks: ['push-authorization'],
    async run(r) {
      await wantsSome(r);
      const taken: { how: string; exchange: Exchange }[] = [];
      for (const [how, authorization] of SIMILAR) {
        const { compact } = await r.craft();
        const exchange = await push(r, { body: compact, authorization });
        if (isTaken(exchange)) taken.push({ how, exchange });
      }
      const [first] = taken;
      if (first !== undefined) {
        r.violates('RFC8935-2-05', {
          message: 'A push is accepted whose credentials only look like the right ones.',
          expected: 'the value of Authorization is compared as a whole, with its case',
          actual: `accepted: ${taken.map(({ how }) => how).join('; ')}`,
          exchange: first.exchange,
        });
      }
      await expectGoodAfter(r, 'RFC8935-2.2-01', 'pushes with wrong credentials');
    },
  }),

  receiverCheck({
    id: 'push-credentials/challenge',
    title: 'A 401 to a push carries a challenge.',
    requirements: ['RFC9110-11.6.1-01'],
    what: 'Pushes good SETs without and with wrong credentials and looks at WWW-Authenticate of each answer that is 401.',
    delivery: 'push',
    hooks: ['push-authorization'],
    async run(r) {
      await wantsSome(r);
      let judged = 0;
      for (const authorization of ['none', 'wrong'] as const) {
        const { compact } = await r.craft();
        const exchange = await push(r, { body: compact, authorization });
        if (exchange.response?.status !== 401) continue;
        judged += 1;
        const header = exchange.response.headers['www-authenticate'];
        const holds = r.expect(header !== undefined && CHALLENGE.test(header), 'RFC9110-11.6.1-01', {
          message: 'The push endpoint answers 401 without saying how to authenticate.',
          expected: 'WWW-Authenticate with at least one challenge, such as Bearer',
          actual: header ?? 'no header WWW-Authenticate',
          exchange,
        });
        if (!holds) return;
      }
      if (judged === 0)
        return r.notApplicable('The push endpoint does not answer missing credentials with 401.');
    },
  }),

  receiverCheck({
    id: 'push-credentials/supplied',
    title: 'A managed Receiver whose push endpoint wants credentials supplies them with its stream.',
    requirements: ['SSF-6.1.1-05'],
    what: 'Pushes a good SET to the stream that the Receiver made, with the authorization_header of its request, or without any where it named none. It is not refused for want of credentials.',
    delivery: 'push',
    async run(r) {
      if (r.form === 'hosted') return r.notApplicable('A hosted Receiver makes no stream.');
      const { exchange } = await r.deliver({});
      if (exchange?.response == null) return r.notTested('The push endpoint does not answer.');
      if (suppliesCredentials(await r.stream())) return;
      r.expect(!wantsCredentials(exchange), 'SSF-6.1.1-05', {
        message: 'The push endpoint wants credentials, but the stream was made without authorization_header.',
        expected: 'delivery.authorization_header in the request that creates the stream',
        actual: shownAnswer(exchange),
        exchange,
      });
    },
  }),
];

/** Ends the check where no credentials are wanted, or where they do not help. A hosted endpoint's are given with the hook. */
async function wantsSome<R extends RequirementId>(r: ReceiverProbe<R>): Promise<void> {
  await takesGoodSets(r);
  if (r.form === 'hosted' || suppliesCredentials(await r.stream())) return;
  return r.notApplicable('The Receiver made its stream without authorization_header, so that it wants none.');
}

function suppliesCredentials(stream: PeerStream | null): boolean {
  const { delivery } = stream?.request ?? {};
  if (typeof delivery !== 'object' || delivery === null || !('authorization_header' in delivery))
    return false;
  return typeof delivery.authorization_header === 'string' && delivery.authorization_header !== '';
}

async function judge(r: ReceiverProbe<Rows>, authorization: 'none' | 'wrong'): Promise<void> {
  await wantsSome(r);
  const what = authorization === 'none' ? 'no credentials' : 'wrong credentials';
  const set = await r.craft();
  const exchange = await push(r, { body: set.compact, authorization });
  const isRefused = r.expect(!isTaken(exchange), 'RFC8935-2-05', {
    message: `A push with ${what} is accepted.`,
    expected: 'status 401, or 400 with authentication_failed',
    actual: shownAnswer(exchange),
    exchange,
  });
  if (isRefused) {
    // Beside 400 the status is a matter of HTTP (RFC 8935 section 2.3, first sentence), and any of the 400s is one.
    const { status = 0 } = exchange.response ?? {};
    r.expect((status > 400 && status < 500) || wantsCredentials(exchange), 'RFC8935-2.4-05', {
      message: `A push with ${what} is refused, but as if something else were wrong.`,
      expected: 'status 401, or 400 with authentication_failed or access_denied',
      actual: `${shownAnswer(exchange)}, err ${JSON.stringify(errOf(exchange) ?? null)}`,
      exchange,
    });
    await judgeEffect(r, set, exchange, what);
  }
  await expectGoodAfter(r, 'RFC8935-2.2-01', `a push with ${what}`);
}

/** Where the effects can be asked for: what was refused does nothing. A later SET that had its effect ends the wait. */
async function judgeEffect(
  r: ReceiverProbe<Rows>,
  set: CraftedSet,
  exchange: Exchange,
  what: string,
): Promise<void> {
  if (!r.hooks.includes('effects')) return;
  const later = await r.deliver({});
  if (later.outcome === 'accepted') await r.awaitEffect(later.set);
  const done = r.effectsOf(set, await r.effects());
  r.expect(done.length === 0, 'RFC8935-2-05', {
    message: `A push with ${what} is refused, but acted on all the same.`,
    expected: 'no effect',
    actual: done,
    exchange,
  });
}

/** The answer says that credentials are missing or not enough. */
function wantsCredentials(exchange: Exchange): boolean {
  const { status } = exchange.response ?? {};
  if (status === 401 || status === 403) return true;
  return status === 400 && ['authentication_failed', 'access_denied'].includes(String(errOf(exchange)));
}

function errOf({ response }: Exchange): unknown {
  const { json } = response ?? {};
  return typeof json === 'object' && json !== null && 'err' in json ? json.err : undefined;
}
