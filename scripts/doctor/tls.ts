import { X509Certificate } from 'node:crypto';
import { type Step, step, type Teller } from '../../suites/harness/doctor/examination.ts';
import type { Report } from '../../suites/harness/doctor/line.ts';
import type { PushAuthority } from '../../suites/harness/rim/bad-doors.ts';
import { addressesOfCa } from '../../suites/harness/rim/our-address.ts';
import type { ClientCertificate } from '../../suites/harness/run-options.ts';
import { lastDayOf } from '../config/pem.ts';

const DAY = 24 * 3_600_000;
/** A certificate that ends sooner is worth a word. */
const SOON = 14 * DAY;

/** Our side of TLS, as far as it is configured. What is wrong with a file was said when it was read. */
export function tlsSteps(
  {
    ours,
    clientCertificate,
  }: { ours: PushAuthority | undefined; clientCertificate: ClientCertificate | undefined },
  report: Report,
): Step[] {
  return [
    ...(ours === undefined ? [] : [step(report, 'our TLS', (tell) => tellOurs(ours, tell))]),
    ...(clientCertificate === undefined
      ? []
      : [
          step(report, 'mutual TLS', async (tell) =>
            told(`We show ${describe(clientCertificate.cert)}`, clientCertificate.cert, tell),
          ),
        ]),
  ];
}

async function tellOurs(ours: PushAuthority, tell: Teller): Promise<true> {
  if (ours.isFixed === true) {
    const { cert } = await ours.issue();
    return told(
      `Our endpoints show ${describe(cert)}. That the target refuses certificates that have expired, or are for another name, is not tested with it`,
      cert,
      tell,
    );
  }
  const { ca = '', caFile = '', about = '' } = ours;
  const [, how] = addressesOfCa(ours);
  const said = `Our endpoints speak https with certificates of ${describe(ca)}; the target has to trust ${caFile} (${about}), as with ${how?.url ?? 'its own list'}`;
  return told(said, ca, tell);
}

function describe(pem: string): string {
  const certificate = new X509Certificate(pem);
  const name = certificate.subject.split('\n').at(-1) ?? 'no name';
  return `${name} (SHA-256 ${certificate.fingerprint256.slice(0, 23)}…), valid until ${lastDayOf(certificate)}`;
}

function told(what: string, pem: string, tell: Teller): true {
  const left = Date.parse(new X509Certificate(pem).validTo) - Date.now();
  if (left >= SOON) return tell.ok(`${what}.`);
  return tell.note(`${what}: not for long.`, 'configuration', 'Renew it.');
}
