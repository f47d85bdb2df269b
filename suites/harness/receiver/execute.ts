import type { Delivery } from '../../../reports/results.ts';
import { checkBudget, type Executed, execute, instanceKey, ofItsOwn, supervised } from '../execute.ts';
import type { Severity } from '../probe/judge.ts';
import { NotApplicable, NotTested } from '../probe/signals.ts';
import type { ReceiverCheck } from './check.ts';
import { createReceiverProbe } from './probe/create-probe.ts';
import type { ReceiverRunState } from './probe/run-state.ts';
import type { ReceiverProbe } from './probe.ts';

/** Runs one check against a Receiver and tells what it came to. Never throws. */
export function executeReceiverCheck(
  state: ReceiverRunState,
  check: ReceiverCheck,
  delivery: Delivery | null,
  severityOf: (requirement: string) => Severity | null,
): Promise<Executed> {
  const first = state.facts.deliveries[0] ?? 'push';
  const key = instanceKey(check, delivery);
  const handle = createReceiverProbe(state, key, delivery ?? first, ofItsOwn(check, severityOf));
  const budget = checkBudget(state.facts.limits, 'receiver');
  const run = (probe: ReceiverProbe): Promise<unknown> => runWithin(state, check, probe);
  return execute(handle, () => supervised(check, handle.probe, run), budget, check.own?.module);
}

async function runWithin(
  state: ReceiverRunState,
  check: ReceiverCheck,
  probe: ReceiverProbe,
): Promise<unknown> {
  if (check.https === 'issuer' && !state.facts.https) {
    throw new NotApplicable('Our issuer is plain http on loopback, where TLS rules do not apply.');
  }
  if (check.https === 'push-endpoint') {
    const url = await probe.pushUrl();
    if (url === null) throw new NotTested('The push endpoint is not known.');
    if (!url.startsWith('https:')) {
      throw new NotApplicable('The push endpoint is plain http on loopback, where TLS rules do not apply.');
    }
  }
  return check.run(probe);
}
