import type { Delivery, SelectedRequirement } from '../../reports/results.ts';
import type { TransmitterCheck } from './check.ts';
import { instanceKey } from './execute.ts';

/** One check instance that the run executes, or the reason why it does not. */
export interface PlannedCheck {
  check: TransmitterCheck;
  delivery: Delivery | null;
  key: string;
  /** Why it is not executed; null when it is. */
  excluded: { outcome: 'not-applicable' | 'not-tested'; reason: string; hook?: string } | null;
}

export interface PlanInput {
  checks: readonly TransmitterCheck[];
  selected: readonly SelectedRequirement[];
  deliveries: readonly Delivery[];
  hooks: readonly string[];
  only?: readonly string[];
  skip?: readonly string[];
}

/** What each hook is, for the reader who has not configured it. */
export const HOOK_HELP: Record<string, string> = {
  trigger:
    'Configure a trigger (--trigger-command, or transmitter.trigger) that makes the target send an event.',
  'second-receiver':
    "Give a second Receiver's credentials (--second-access-token, or transmitter.secondReceiver).",
  'scoped-token':
    'Give client credentials (--client-id, --client-secret) or a token that may only read (--read-only-access-token).',
  'client-credentials': 'Give client credentials (--client-id, --client-secret).',
  'push-authority':
    'Needs push endpoints whose certificate authority the target trusts; so far only the built-in Transmitter does.',
  'local-target': 'Needs a target on this machine, in whose reach our endpoints on loopback are.',
};

/** Which checks run and why the others do not; judging everything last goes last. */
export function plan(input: PlanInput): PlannedCheck[] {
  const ids = new Set(input.selected.map((row) => row.id));
  const planned: PlannedCheck[] = [];
  const ordered = [
    ...input.checks.filter((check) => check.phase !== 'last'),
    ...input.checks.filter((check) => check.phase === 'last'),
  ];
  for (const check of ordered) {
    if (!check.requirements.some((id) => ids.has(id))) continue;
    for (const delivery of instances(check, input.deliveries)) {
      const key = instanceKey(check, delivery);
      if (input.only !== undefined && !input.only.some((wish) => isMeant(wish, check, key))) continue;
      if (input.skip?.some((wish) => isMeant(wish, check, key)) === true) continue;
      planned.push({ check, delivery, key, excluded: exclusion(check, delivery, input) });
    }
  }
  return planned;
}

/** A wish names a family, a check, or a check on one delivery method. */
function isMeant(wish: string, check: { id: string }, key: string): boolean {
  return wish === check.id || wish === key || check.id.startsWith(`${wish}/`);
}

function instances(check: TransmitterCheck, deliveries: readonly Delivery[]): (Delivery | null)[] {
  if (check.delivery === undefined) return [null];
  if (check.delivery === 'each') return deliveries.length === 0 ? [null] : [...deliveries];
  return [check.delivery];
}

function exclusion(
  check: TransmitterCheck,
  delivery: Delivery | null,
  input: PlanInput,
): PlannedCheck['excluded'] {
  if (delivery !== null && !input.deliveries.includes(delivery)) {
    return { outcome: 'not-applicable', reason: `Delivery by ${delivery} is not under test.` };
  }
  const missing = check.hooks?.find((hook) => !input.hooks.includes(hook));
  if (missing === undefined) return null;
  return { outcome: 'not-tested', reason: HOOK_HELP[missing] ?? `Needs ${missing}.`, hook: missing };
}
