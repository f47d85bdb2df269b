import type { Delivery } from '../../reports/results.ts';
import { receiverHooks, transmitterHooks } from '../../suites/harness/hooks-of.ts';
import type { ResolvedRun } from '../config/resolve.ts';

/** What can be known of the target before it is asked. */
export interface PlanGround {
  hooks: readonly string[];
  /** null: its metadata decides. */
  delivery: readonly Delivery[] | null;
  /** The issuer is an https URL. */
  https: boolean;
}

/** The built-in peers are reached by TLS, and lend every hook that there is. */
const LENT = {
  auth: { clientId: 'built-in', clientSecret: 'built-in' },
  secondAuth: true,
  trigger: true,
  pushAuthority: {},
};

export function groundOf(run: Exclude<ResolvedRun, { role: null }>): PlanGround {
  const { delivery } = run.options;
  if (run.role === 'transmitter') {
    const { target, auth, secondAuth, trigger, tls: pushAuthority, listen, publicUrl } = run.options;
    if (target === 'built-in')
      return { hooks: transmitterHooks(LENT), delivery: delivery ?? ['push', 'poll'], https: true };
    return {
      hooks: transmitterHooks({ auth, secondAuth, trigger, pushAuthority, listen, publicUrl }),
      delivery: delivery ?? null,
      https: target.issuer.startsWith('https:'),
    };
  }
  const { target, tls: authority, listen, publicUrl } = run.options;
  const hooks =
    'builtIn' in target
      ? receiverHooks({
          target: {
            effects: true,
            ...(target.builtIn === 'hosted'
              ? { pushUrl: '', pushAuthorization: '' }
              : { start: true, credentials: LENT.auth }),
          },
          authority: {},
        })
      : receiverHooks({ target, authority, listen, publicUrl });
  return { hooks, delivery: delivery ?? ['push', 'poll'], https: true };
}
