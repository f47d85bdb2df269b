import { list, plan } from 'ssf-conformance';

const { runs } = await plan({
  transmitter: { issuer: 'https://transmitter.example.com', auth: { accessToken: 'token' } },
  delivery: ['poll'],
});
for (const { checks } of runs) {
  const idle = checks.filter((check) => !check.runs);
  console.log(`${checks.length - idle.length} of ${checks.length} checks would run`);
  for (const hook of new Set(idle.map((check) => check.hook).filter(Boolean)))
    console.log(`${idle.filter((check) => check.hook === hook).length} need the hook ${hook}`);
}
const { requirements } = list();
console.log(requirements.find(({ id }) => id === 'SSF-7.1-03').summary);
