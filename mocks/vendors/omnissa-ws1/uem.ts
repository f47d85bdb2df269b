import { AuditLog } from '../audit-log.ts';
import type { Device, Posture } from '../happening.ts';
import { fateOf, type PushFate, sending } from '../push-fate.ts';
import type { LogEntry, VendorTransmitter, VendorTransmitterParts } from '../vendor.ts';
import {
  type AuditedEvent,
  EVENT_NOT_PUBLISHED,
  EVENT_PUBLISHED,
  EVENT_RECEIVED,
  failedDetail,
  publishedDetail,
  receivedDetail,
} from './audit-events.ts';
import { brokenPolicies, type CompliancePolicies, defaultPolicies } from './compliance.ts';
import { COMPLIANCE_CHANGE, type ComplianceStatus, complianceChange } from './compliance-change.ts';

/** A device that UEM manages. */
export interface EnrolledDevice {
  device: Device;
  posture: Posture;
  status: ComplianceStatus;
  /** Names of the policies that it breaks. */
  broken: readonly string[];
  /** What became of the last change of the status that was sent; null before the first. */
  shared: { fate: PushFate } | null;
}

/** Workspace ONE UEM with Security Events. */
export interface WorkspaceOne extends VendorTransmitter {
  devices(): readonly EnrolledDevice[];
  policies: CompliancePolicies;
}

const assumptions = [
  'The claims and the subject of the SET are not published: it is device-compliance-change of CAEP about a complex subject of device (opaque id) and user (e-mail address); for Okta the subject stands inside the event, too.',
  'A device counts as compliant when it is enrolled, so that the first report which breaks a policy is a change.',
  'One SET for each change of the status; breaking a further policy while not compliant is no change.',
  'The compliance policies are examples: passcode, encryption, OS version by platform, not compromised, seen within 7 days.',
  'Security Events writes EventReceived when UEM reports the change and EventPublishedSuccess when every push was accepted; the article shows both in the audit events of Access. EventPublishedFailure, when one was refused or given up, is ours.',
];

/** The rules without sockets. */
export function createWorkspaceOne(
  parts: VendorTransmitterParts,
  options: {
    policies?: CompliancePolicies | undefined;
    onLog?: ((entry: LogEntry) => void) | undefined;
  } = {},
): WorkspaceOne {
  const { policies = defaultPolicies } = options;
  const log = new AuditLog(parts.now, options.onLog);
  const devices = new Map<string, EnrolledDevice>();

  async function share(enrolled: EnrolledDevice, reason: string, at: number): Promise<void> {
    const { device, status: current } = enrolled;
    const ingestedAt = performance.now();
    const event: AuditedEvent = {
      objectName: COMPLIANCE_CHANGE,
      userEmail: device.owner,
      complianceStatus: current === 'compliant' ? 'Compliant' : 'Non-compliant',
    };
    log.add(EVENT_RECEIVED, `Device compliance change of ${device.owner} from UEM.`, receivedDetail(event));
    const processingAt = performance.now();
    const wish = complianceChange({ device, current, reason, at }, parts.dialect);
    const shared = { fate: sending };
    enrolled.shared = shared;
    const sent = await parts.emit(wish);
    const toSigningMs = performance.now() - processingAt;
    // Not waited for: a subscriber that is slow does not hold up UEM.
    void sent?.pushed.then((result) => {
      shared.fate = fateOf(result, sent.polled);
      const { state, text } = shared.fate;
      if (state === 'queued') return;
      const about = `Device compliance change of ${device.owner}`;
      if (state === 'given-up') {
        log.add(EVENT_NOT_PUBLISHED, `${about}: ${text}.`, failedDetail(event));
        return;
      }
      const toPushMs = performance.now() - ingestedAt;
      const detail = publishedDetail(event, { toSigningMs, toPushMs });
      log.add(EVENT_PUBLISHED, `${about}: ${text}.`, detail);
    });
  }

  return {
    name: 'Omnissa Workspace ONE UEM',
    assumptions,
    policies,
    async happen(happening) {
      if (happening.kind !== 'device-report')
        throw new RangeError(`Workspace ONE UEM does not see happenings of the kind ${happening.kind}.`);
      const { device, posture, at } = happening;
      const before = devices.get(device.id);
      if (!before)
        log.add('DeviceEnrolled', `${device.name} (${device.platform}) of ${device.owner}.`, { ...device });
      const broken = brokenPolicies(device, posture, at, policies);
      const status = broken.length === 0 ? 'compliant' : 'not-compliant';
      const enrolled: EnrolledDevice = { device, posture, status, broken, shared: before?.shared ?? null };
      devices.set(device.id, enrolled);
      if (status === (before?.status ?? 'compliant')) return;
      const reason =
        broken.length === 0
          ? `${device.name} meets every compliance policy again.`
          : `${device.name} breaks compliance policies: ${broken.join(', ')}.`;
      log.add('ComplianceStatusChanged', reason, { device: device.id, user: device.owner, status, broken });
      await share(enrolled, reason, at);
    },
    log: () => log.entries(),
    devices: () => [...devices.values()],
  };
}
