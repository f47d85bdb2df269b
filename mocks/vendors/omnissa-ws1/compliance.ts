import type { Device, Posture } from '../happening.ts';

/** The compliance policies of Workspace ONE UEM that are set up here. */
export interface CompliancePolicies {
  passcode: boolean;
  encryption: boolean;
  /** Lowest version by platform in lower case; other platforms may have any. */
  minimumOsVersion: Readonly<Record<string, string>>;
  notCompromised: boolean;
  /** Longest time since the device was seen, ms. */
  lastSeenMs: number;
}

/** Our assumption: an organisation sets up its own. */
export const defaultPolicies: CompliancePolicies = {
  passcode: true,
  encryption: true,
  minimumOsVersion: { ios: '17.0', ipados: '17.0', macos: '14.0', android: '13', windows: '10.0.19045' },
  notCompromised: true,
  lastSeenMs: 7 * 24 * 3_600_000,
};

/** Names of the policies that a device breaks at a time (ms since the epoch), in words for administrators. */
export function brokenPolicies(
  device: Device,
  posture: Posture,
  at: number,
  policies: CompliancePolicies = defaultPolicies,
): string[] {
  const minimum = policies.minimumOsVersion[device.platform.toLowerCase()];
  const broken: [string, boolean][] = [
    ['Passcode', policies.passcode && !posture.passcode],
    ['Encryption', policies.encryption && !posture.encrypted],
    ['OS Version', minimum !== undefined && isOlder(posture.osVersion, minimum)],
    ['Compromised Status', policies.notCompromised && posture.compromised],
    ['Device Last Seen', at - posture.lastSeen > policies.lastSeenMs],
  ];
  return broken.filter(([, breaks]) => breaks).map(([name]) => name);
}

/** Compares dotted versions part by part; what is missing counts as 0. */
function isOlder(version: string, minimum: string): boolean {
  const parts = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);
  const [have, want] = [parts(version), parts(minimum)];
  for (const [i, part] of want.entries()) if ((have[i] ?? 0) !== part) return (have[i] ?? 0) < part;
  return false;
}
