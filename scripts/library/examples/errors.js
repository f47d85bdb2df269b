import { run } from 'ssf-conformance';

try {
  // Nobody is there.
  await run({ transmitter: { issuer: 'http://127.0.0.1:9', auth: { accessToken: 'token' } } });
} catch (error) {
  // USAGE: the configuration is wrong; TARGET: nothing could be judged; HARNESS: a fault of ours.
  console.log(error.code, error.exitCode, error.hint);
}
