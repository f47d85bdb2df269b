import { isConfidential } from '../rim/confidential.ts';
import type { Teller } from './examination.ts';

type Env = Readonly<Record<string, string | undefined>>;

const PROXIES = ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY', 'https_proxy', 'http_proxy', 'all_proxy'];

/**
 * What stands in the environment and would matter for the way to `url`: proxies, which this tool does not use, and
 * switches of Node.js that change whom it trusts. Values are not shown: a proxy's URL may hold a password.
 */
export function tellSurroundings(env: Env, url: URL, tell: Teller): true {
  const notes: { what: string; todo: string }[] = [];
  if (env.NODE_TLS_REJECT_UNAUTHORIZED === '0')
    notes.push({
      what: 'NODE_TLS_REJECT_UNAUTHORIZED is 0: certificates are not judged when requests are made.',
      todo: 'Unset it; a private CA is given with --ca FILE.',
    });
  const set = PROXIES.filter((name) => (env[name] ?? '') !== '');
  // `isConfidential` of plain http holds on loopback only, to which no proxy leads.
  const isLocal = isConfidential(new URL(`http://${url.host}`));
  if (set.length > 0 && !isLocal)
    notes.push({
      what: `${set.join(', ')} ${set.length > 1 ? 'are' : 'is'} set, but this tool connects directly.`,
      todo: 'If this machine reaches the target only by a proxy, run the tool where it needs none.',
    });
  if (notes.length === 0)
    return tell.ok(
      set.length > 0
        ? `${set.join(', ')}: of no matter, the target is on this machine.`
        : 'No proxy and nothing else in the environment stands between this machine and the target.',
    );
  return tell.note(
    notes.map(({ what }) => what).join(' '),
    'configuration',
    notes.map(({ todo }) => todo).join(' '),
  );
}
