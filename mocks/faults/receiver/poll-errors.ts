import type { OutgoingCall, ReceiverSeams } from '../../receiver/seams.ts';
import type { ReceiverFault } from './fault.ts';

type Entries = Record<string, { err: string; description: string }>;

/** Changes polls that report errors. */
const reporting = (change: (call: OutgoingCall, entries: Entries) => OutgoingCall) => (): ReceiverSeams => ({
  request(call) {
    if (call.operation !== 'poll' || call.body === null) return call;
    const { setErrs = {} } = JSON.parse(call.body) as { setErrs?: Entries };
    return Object.keys(setErrs).length === 0 ? call : change(call, setErrs);
  },
});

/** Changes each entry of setErrs. */
const telling = (change: (entry: Entries[string]) => unknown): (() => ReceiverSeams) =>
  reporting((call, entries) => {
    const setErrs = Object.fromEntries(Object.entries(entries).map(([jti, entry]) => [jti, change(entry)]));
    const body = JSON.parse(call.body ?? '') as Record<string, unknown>;
    return { ...call, body: JSON.stringify({ ...body, setErrs }) };
  });

/** Faults in what a polling Receiver says of SETs that it cannot take (RFC 8936 sections 2.2 and 2.6). */
export const faults: readonly ReceiverFault[] = [
  {
    name: 'receiver-reports-without-description',
    breaks: 'RFC8936-2.2-12',
    summary: 'Leaves description out of the entries of setErrs.',
    seams: telling(({ err }) => ({ err })),
  },
  {
    name: 'receiver-reports-unregistered-code',
    breaks: 'RFC8936-2.6-01',
    summary: 'Makes an error code up in setErrs.',
    seams: telling((entry) => ({
      ...entry,
      err: entry.err === 'invalid_key' ? 'invalid_signature' : entry.err,
    })),
  },
  {
    name: 'receiver-reports-without-language',
    breaks: 'RFC8936-2.6-02',
    summary: 'Leaves Content-Language out of polls with setErrs.',
    seams: reporting((call) => ({
      ...call,
      headers: Object.fromEntries(
        Object.entries(call.headers).filter(([name]) => name.toLowerCase() !== 'content-language'),
      ),
    })),
  },
  {
    name: 'receiver-reports-unknown-users',
    breaks: 'RFC8936-2-07',
    summary: 'Reports SETs in setErrs because their user is not to be found.',
    seams: () => ({
      steps: {
        subject({ claims, delivery }, reference) {
          const names = Object.values((claims.sub_id ?? {}) as Record<string, unknown>);
          return delivery === 'poll' && names.some((name) => String(name).startsWith('nobody-'))
            ? { err: 'invalid_request', description: 'There is no such user.' }
            : reference();
        },
      },
    }),
  },
];
