import type { Route } from '../http/route.ts';
import { readHappening } from './read-happening.ts';
import type { VendorTransmitter } from './vendor.ts';

/**
 * `POST /happen` with a happening as JSON: lets it happen, and answers 200 with what the vendor's log says of it; 400 says
 * why it could not. The content type is not looked at, so that `curl -d` will do.
 */
export function happenRoute(vendor: () => VendorTransmitter, now: () => number): Route {
  return {
    method: 'POST',
    path: '/happen',
    async resolve({ request }) {
      const said = await happen(vendor(), await request.text(), now());
      return new Response(`${said.text}\n`, {
        status: said.status,
        headers: { 'content-type': 'text/plain; charset=utf-8' },
      });
    },
  };
}

async function happen(vendor: VendorTransmitter, body: string, now: number) {
  const before = new Set(vendor.log());
  try {
    await vendor.happen(readHappening(JSON.parse(body) as unknown, now));
  } catch (error) {
    if (error instanceof SyntaxError) return { status: 400, text: 'The body is no JSON.' };
    if (error instanceof RangeError) return { status: 400, text: error.message };
    throw error;
  }
  const lines = vendor
    .log()
    .filter((entry) => !before.has(entry))
    .map(({ type, text }) => `${type}  ${text}`);
  return { status: 200, text: lines.join('\n') || 'Nothing came of it.' };
}
