import type { CheckResult, Results, WaiverRow } from '../../../reports/results.ts';
import { scenarios } from '../../scenarios/index.ts';
import { conclude } from '../conclude.ts';
import { instanceKey } from '../execute.ts';
import { type Waivable, waivables } from './waivable.ts';
import { brokenRules, isAbout, type Waiver } from './waiver.ts';

/**
 * Results in which the failures that the waivers accept are waived, with the ledger of the waivers, concluded anew.
 * Findings stay. Where both sides are our own peers, nothing is waived. Waivers that the results had are taken back.
 * @param waivers no two of them about the same instance of a check
 * @param today `YYYY-MM-DD`, UTC; a waiver holds on its last day
 */
export function applyWaivers(results: Results, waivers: readonly Waiver[], today: string): Results {
  const plain = withoutWaivers(results);
  if (waivers.length === 0 || ofOurs(plain)) return plain;
  const valid = waivers.filter(({ until }) => until >= today);
  const checks = plain.checks.map((check) => {
    const waiver = valid.find((one) => isAbout(one, check));
    return waiver !== undefined && ruling(waiver, check, plain) === 'used' ? waive(check, waiver) : check;
  });
  // A signature is over what stood here.
  const { attestation: _, ...unsigned } = plain;
  return conclude({ ...unsigned, checks, waivers: waivers.map((waiver) => rowOf(waiver, plain, today)) });
}

/** The results as they were before anything was waived, concluded anew. */
export function withoutWaivers(results: Results): Results {
  const { waivers, attestation: _, ...rest } = results;
  if (waivers === undefined && results.checks.every(({ outcome }) => outcome !== 'waived')) return results;
  return conclude({ ...rest, checks: results.checks.map(unwaived) });
}

function ofOurs({ target }: Results): boolean {
  return target.builtIn || target.form === 'mocks';
}

function waive(check: CheckResult, { reason, issue, owner, until }: Waiver): CheckResult {
  return {
    ...check,
    outcome: 'waived',
    waived: {
      reason,
      ...(issue === undefined ? {} : { issue }),
      ...(owner === undefined ? {} : { owner }),
      until,
      outcome: check.outcome === 'fail' ? 'fail' : 'warn',
    },
  };
}

function unwaived(check: CheckResult): CheckResult {
  if (check.outcome !== 'waived') return check;
  const { waived, ...rest } = check;
  const broken = check.findings.some(({ severity }) => severity === 'fail');
  return { ...rest, outcome: waived?.outcome ?? (broken ? 'fail' : 'warn') };
}

/** What a waiver is to a check that fails or warns; null to one that does neither. */
function ruling(
  { outcome, requirements }: Waiver,
  check: CheckResult,
  { policy }: Results,
): 'used' | 'exceeded' | null {
  if (check.outcome !== 'fail' && check.outcome !== 'warn') return null;
  if (outcome === 'warn' && check.outcome === 'fail') return 'exceeded';
  if (requirements === undefined) return 'used';
  return brokenRules(check, policy.failOn).every((id) => requirements.includes(id)) ? 'used' : 'exceeded';
}

function rowOf(waiver: Waiver, results: Results, today: string): WaiverRow {
  const instances = results.checks.filter((check) => isAbout(waiver, check));
  const rulings = instances.map((check) => ruling(waiver, check, results));
  const state = (): WaiverRow['state'] => {
    if (waiver.until < today) return 'expired';
    if (rulings.includes('exceeded')) return 'exceeded';
    if (rulings.includes('used')) return 'used';
    return isStale(waiver, instances, results) ? 'stale' : 'not-run';
  };
  return {
    ...waiver,
    state: state(),
    checks: instances.map((check) => instanceKey(check, check.delivery)),
  };
}

/** Whether the run shows that a waiver is not needed: none of its instances fails; but could one still, elsewhere? */
function isStale(waiver: Waiver, instances: readonly CheckResult[], results: Results): boolean {
  const { shard, interrupted, partial, delivery } = results;
  if (shard !== undefined || interrupted) return false;
  const seen = instances.filter(({ outcome }) => outcome === 'pass' || outcome === 'note');
  const open = instances.some(({ outcome }) => outcome === 'not-tested' || outcome === 'error');
  if (seen.length === 0 || open) return false;
  const [name = '', named] = waiver.check.split('@');
  const about = aboutIn(results, name);
  if (about?.judgesWhole === true && (partial || !playsAll(results))) return false;
  // What was left out by --only or --skip may fail.
  if (!partial || named !== undefined) return true;
  const expected = delivery.filter((method) => about?.deliveries.includes(method));
  return expected.every((method) => instances.some((check) => check.delivery === method));
}

/** What a waiver is about; of the tester's own, what the results tell of it. */
function aboutIn({ own, checks, delivery }: Results, id: string): Waivable | undefined {
  const ours = waivables.get(id);
  if (ours !== undefined || own === undefined) return ours;
  const byDelivery = checks.some((check) => check.id === id && check.delivery !== null);
  return { id, deliveries: byDelivery ? delivery : [], judgesWhole: own.judgesWhole.includes(id) };
}

/** Of a run of checks always; of one of scenarios only if none was left out. */
function playsAll({ scenarios: played }: Results): boolean {
  return played === undefined || scenarios.every(({ name }) => played.some((one) => one.name === name));
}
