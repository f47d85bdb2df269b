import type { Limits } from '../exchange.ts';
import type { ClientCertificate } from '../run-options.ts';
import { addressesOf, connects, placeOf } from './connection.ts';
import { type Step, step } from './examination.ts';
import type { Report } from './line.ts';
import { tellSurroundings } from './surroundings.ts';
import { showsCertificate, speaksTls } from './tls.ts';

/** What has to be there before anything is asked: name, connection, TLS. `trust`: as a run has it. */
export function wayTo(
  url: URL,
  trust: { ca?: string | undefined; clientCertificate?: ClientCertificate | undefined },
  env: Readonly<Record<string, string | undefined>>,
  { request }: Limits,
  report: Report,
): Step[] {
  const place = placeOf(url);
  let addresses: string[] = [];
  const network: Step[] = [
    step(report, 'environment', async (tell) => tellSurroundings(env, url, tell)),
    step(report, 'name', async (tell) => {
      const found = await addressesOf(place.host, request, tell);
      addresses = found ?? [];
      return found !== null;
    }),
    step(report, 'connection', (tell) => connects(addresses, place.port, request, tell)),
  ];
  if (url.protocol !== 'https:')
    return [
      ...network,
      step(report, 'TLS', async (tell) => tell.skipped('Plain http, as it is accepted on loopback.')),
    ];
  return [
    ...network,
    step(report, 'TLS', (tell) => speaksTls(place, trust, request, tell)),
    step(report, 'certificate', (tell) => showsCertificate(place, trust, request, tell)),
  ];
}
