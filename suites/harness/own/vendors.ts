import { AuditLog } from '../../../mocks/vendors/audit-log.ts';
import { hostReceiver } from '../../../mocks/vendors/host-receiver.ts';
import { createTransmitterMock, startReceiverMock } from '../../../mocks/vendors/index.ts';
import { keptInLog } from '../../../mocks/vendors/kept-in-log.ts';
import { effectsSection, logSection } from '../../../mocks/vendors/page-sections.ts';
import type {
  LogEntry,
  StartVendorReceiverOptions,
  VendorReceiver,
  VendorTransmitter,
  VendorTransmitterParts,
} from '../../../mocks/vendors/vendor.ts';
import type { Scenario } from '../../scenarios/scenario.ts';
import type { OwnVendor } from './define-vendor.ts';
import { ownCastOf } from './own-scenario.ts';

/** Who plays the Transmitter of a scenario: a vendor of ours or of the tester's own. */
export function transmitterOf(scenario: Scenario, parts: VendorTransmitterParts): VendorTransmitter {
  const own = ownCastOf(scenario).transmitter;
  return own === null ? createTransmitterMock(scenario.cast.transmitter, parts) : ownTransmitter(own, parts);
}

/** Who plays the Receiver of a scenario. Rejects when its port cannot be had. */
export function startReceiverOf(
  scenario: Scenario,
  options: StartVendorReceiverOptions,
): Promise<VendorReceiver> {
  const own = ownCastOf(scenario).receiver;
  return own === null ? startReceiverMock(scenario.cast.receiver, options) : startOwnReceiver(own, options);
}

/** The sharing side of a system of the tester's, on the Transmitter of the caller. */
export function ownTransmitter(
  vendor: OwnVendor,
  parts: VendorTransmitterParts,
  onLog?: (entry: LogEntry) => void,
): VendorTransmitter {
  const { now = Date.now, dialect } = parts;
  const log = new AuditLog(now, onLog);
  const happen = vendor.shares?.({
    emit: (event) => parts.emit(event),
    dialect,
    now,
    log: (type, text, detail) => log.add(type, text, detail),
  });
  return {
    name: vendor.title,
    assumptions: vendor.assumptions ?? [],
    happen: async (happening, wish) => {
      if (happen === undefined) throw new RangeError(`${vendor.title} shares no signals.`);
      await happen(happening, wish);
    },
    log: () => log.entries(),
  };
}

/** The receiving side of a system of the tester's, on its socket. Rejects when the port cannot be had. */
export function startOwnReceiver(
  vendor: OwnVendor,
  options: StartVendorReceiverOptions = {},
): Promise<VendorReceiver> {
  const { now = Date.now, people = [], policy = [], seams = {} } = options;
  const log = new AuditLog(now, options.onLog);
  const own = vendor.receives?.({
    people,
    policy,
    now,
    log: (type, text, detail) => log.add(type, text, detail),
  });
  return hostReceiver(
    { ...options, seams: { ...own, ...seams } },
    {
      name: vendor.title,
      assumptions: vendor.assumptions ?? [],
      log,
      ...keptInLog(log),
      page: ({ pushUrl, pushAuthorization }, effects) => ({
        title: vendor.title,
        lead: 'A mock of your own, on the reference Receiver.',
        sections: [
          {
            heading: 'Addresses',
            facts: [
              ['Push endpoint', { text: pushUrl, code: true }],
              ['Authorization', { text: pushAuthorization, code: true }],
            ],
          },
          effectsSection(effects),
          logSection('Log', log.entries()),
        ],
      }),
    },
  );
}
