import type { VendorPolicyRule } from '../vendor.ts';
import type { Level } from './levels.ts';

/** What a rule of the entity risk policy is compared with. */
export interface RiskFacts {
  groups: readonly string[];
  /** Level of the user's risk after the change. */
  level: Level;
  detection: Detection;
}

/** What was detected, and whether the event itself says so. */
export interface Detection {
  /** `impossible-travel`, `device-non-compliance`, `security-events-provider`, ... */
  name: string;
  /** False: a provider reports a risk and does not say of what kind. */
  named: boolean;
}

/** Okta's name for every risk that comes from a provider ("Security Events Provider Reported Risk"). */
const PROVIDER_REPORTED = 'security-events-provider';
export const DEVICE_NON_COMPLIANCE = 'device-non-compliance';

/** Fits the two articles: who is at high risk is signed out, and so is who works on a device that breaks the rules. */
export const defaultPolicy: readonly VendorPolicyRule[] = [
  { name: 'High risk: sign out everywhere', level: 'high', action: 'universal-logout' },
  { name: 'Device not compliant: sign out', detection: DEVICE_NON_COMPLIANCE, action: 'universal-logout' },
  { name: 'Medium risk: tell the help desk', level: 'medium', action: 'run-workflow' },
];

/** The first rule that matches; undefined when none does. */
export function firstMatch(
  policy: readonly VendorPolicyRule[],
  facts: RiskFacts,
): VendorPolicyRule | undefined {
  return policy.find(({ groups, level, detection }) => {
    if (groups !== undefined && !groups.some((group) => facts.groups.includes(group))) return false;
    if (level !== undefined && level !== facts.level) return false;
    return detection === undefined || detects(canonical(detection), facts.detection);
  });
}

/**
 * Lenient, because the words in which providers give their reasons are their own: all that a provider reports is
 * "reported by a provider", and a provider that names no kind may mean any kind of behaviour (but no device, for that
 * has an event type of its own).
 */
function detects(wanted: string, { name, named }: Detection): boolean {
  return wanted === PROVIDER_REPORTED || wanted === name || (!named && wanted !== DEVICE_NON_COMPLIANCE);
}

/** One spelling for `Impossible travel`, `impossible_travel`, `IMPOSSIBLE-TRAVEL`. */
function canonical(words: string): string {
  const name = words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return name === `${PROVIDER_REPORTED}-reported-risk` ? PROVIDER_REPORTED : name;
}

/** Kinds of behaviour that reasons are searched for. Our assumption: Okta has not published how it names what providers report. */
const kinds: readonly (readonly [RegExp, string])[] = [
  [/impossible[\s_-]*travel|travel[\s_-]*impossible/i, 'impossible-travel'],
  [/brute[\s_-]*force/i, 'brute-force'],
  [/malware|virus|ransomware/i, 'malware'],
  [/session[\s_-]*hijack/i, 'session-hijacking'],
  [/leaked|data[\s_-]*breach|compromised[\s_-]*credential/i, 'leaked-credentials'],
];

/** What a provider has detected, by the texts of its reasons. */
export function detectionOf(texts: readonly string[]): Detection {
  const found = kinds.find(([pattern]) => texts.some((text) => pattern.test(text)));
  return found ? { name: found[1], named: true } : { name: PROVIDER_REPORTED, named: false };
}
