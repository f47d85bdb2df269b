import { run, writeReports } from 'ssf-conformance';
import { startTransmitter } from 'ssf-conformance/mocks';

// In place of your Transmitter.
const transmitter = await startTransmitter();
const [{ id, secret }] = transmitter.clients;

const { results, exitCode } = await run({
  transmitter: {
    issuer: transmitter.issuer,
    auth: { clientId: id, clientSecret: secret, tokenEndpoint: transmitter.tokenEndpoint },
    // What a config file can do by a command or a request, a function does here.
    trigger: ({ type, subject, event, streamId }) =>
      transmitter.trigger({ type, subject, event, stream_id: streamId }),
  },
  only: ['discovery', 'events/session-revoked'],
});
console.log(results.sentence);
await writeReports(results, 'conformance-report', { formats: ['html', 'junit'] });
await transmitter.close();
process.exitCode = exitCode;
