import type { Route } from '../http/route.ts';
import type { PushOutcomes } from './push-outcomes.ts';
import { readHappening } from './read-happening.ts';
import type { VendorTransmitter } from './vendor.ts';

/** How long the answer waits for what a Receiver says, ms. */
const PATIENCE_MS = 2000;

/**
 * `POST /happen` with a happening as JSON: lets it happen, and answers 200 with what the vendor's log says of it, and,
 * given `outcomes`, with what became of the push so far; 400 says why it could not. The content type is not looked at, so
 * that `curl -d` will do.
 */
export function happenRoute(
  vendor: () => VendorTransmitter,
  now: () => number,
  outcomes?: PushOutcomes,
): Route {
  return {
    method: 'POST',
    path: '/happen',
    async resolve({ request }) {
      const said = await happen(vendor(), await request.text(), now(), outcomes);
      return new Response(`${said.text}\n`, {
        status: said.status,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    },
  };
}

async function happen(vendor: VendorTransmitter, body: string, now: number, outcomes?: PushOutcomes) {
  const before = new Set(vendor.log());
  const older = outcomes?.underway();
  try {
    await vendor.happen(readHappening(JSON.parse(body) as unknown, now));
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, text: 'The body is no JSON.' };
    if (error instanceof RangeError) return { status: 400, text: error.message };
    throw error;
  }
  await outcomes?.firstNews(PATIENCE_MS);
  const late = [...(outcomes?.underway() ?? [])].filter(([jti]) => !older?.has(jti));
  const lines = vendor
    .log()
    .filter((entry) => !before.has(entry))
    .map(({ type, text }) => `${type}  ${text}`);
  for (const [jti, last] of late)
    lines.push(
      `push  ${jti} is still being sent; ${last === null ? 'no answer yet' : `last answer ${last}`}`,
    );
  return { status: 200, text: lines.join('\n') || 'Nothing came of it.' };
}
