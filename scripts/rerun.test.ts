import { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { addRunFlags } from './config/flags.ts';
import { rerunPrefix } from './rerun.ts';

describe('rerunPrefix', () => {
  it('repeats the flags that say what is tested and how, quoted for a shell', () => {
    const args = [
      '--issuer',
      "https://tx.example/it's",
      '--delivery',
      'push,poll',
      '--limit',
      'quiet=1s',
      '--no-config',
    ];
    expect(rerunPrefix(args, {})).toBe(
      "ssf-conformance run --issuer 'https://tx.example/it'\\''s' --delivery push,poll --limit quiet=1s --no-config",
    );
  });

  it('leaves out what the appended --only or --scenario replaces and what only concerns the output', () => {
    const args = ['--only', 'jwks', '--skip', 'a/b', '--quiet', '--report-dir', 'out', '--seed', '7'];
    const played = ['--scenario', 'storm', '--enforce-limits'];
    expect(rerunPrefix([...args, ...played], {})).toBe('ssf-conformance run --seed 7');
  });

  it('calls the program as it was called', () => {
    const clone = { npm_lifecycle_event: 'conformance', npm_package_name: 'ssf-conformance' };
    expect(rerunPrefix([], clone)).toBe('npm run conformance -- run');
    expect(rerunPrefix([], { npm_lifecycle_event: 'npx' })).toBe('npx ssf-conformance run');
  });

  it('never shows a secret, but where it came from or a variable to put it in', () => {
    const args = [
      '--access-token',
      's3cret-token',
      '--client-secret',
      'other-secret',
      '--second-access-token',
      '${SECOND}',
    ];
    const line = rerunPrefix(args, { SSF_TOKEN: 's3cret-token' });
    expect(line).toBe(
      "ssf-conformance run --access-token \"$SSF_TOKEN\" --client-secret '${SSF_CLIENT_SECRET}' --second-access-token '${SECOND}'",
    );
  });

  it('takes the flag behind one without a value for a flag, whichever is declared, so that its secret stays hidden', () => {
    const { options } = addRunFlags(new Command());
    const flags = options.filter((one) => one.isBoolean() || one.negate).map(({ long }) => long ?? '');
    expect(flags).toEqual(expect.arrayContaining(['--new-only', '--no-config', '--tls']));
    const shown = flags.map((flag) => [flag, rerunPrefix([flag, '--access-token', 's3cret-token'], {})]);
    const masked = expect.stringMatching(/ --access-token '\$\{SSF_ACCESS_TOKEN\}'$/) as string;
    expect(shown).toEqual(flags.map((flag) => [flag, masked]));
  });

  it('never shows what is secret of a Receiver', () => {
    const args = [
      '--receiver',
      'https://rx.example/events',
      '--push-authorization',
      'Bearer s3cret',
      '--poll',
    ];
    const more = [
      '--receiver-access-token',
      's3cret-1',
      '--receiver-client-secret',
      's3cret-2',
      '--start-once',
    ];
    const commands = ['--start-command', './start.sh', '--effects-command', 'curl -H "key: s3cret" x'];
    expect(rerunPrefix([...args, ...more, ...commands], {})).toBe(
      "ssf-conformance run --receiver https://rx.example/events --push-authorization '${SSF_PUSH_AUTHORIZATION}' --poll --receiver-access-token '${SSF_RECEIVER_ACCESS_TOKEN}' --receiver-client-secret '${SSF_RECEIVER_CLIENT_SECRET}' --start-once --start-command ./start.sh --effects-command …",
    );
  });

  it('prints the commands of hooks in full, for a shell', () => {
    for (const [command, shown] of [
      ['node ./effects.mjs --port 8080', "'node ./effects.mjs --port 8080'"],
      ['./fire.sh | tee out.txt', "'./fire.sh | tee out.txt'"],
      ["cat './my-file'", "'cat '\\''./my-file'\\'''"],
      ['./fire.sh "$SSF_TOKEN"', '\'./fire.sh "$SSF_TOKEN"\''],
      ['curl -s http://127.0.0.1:9000/effects', "'curl -s http://127.0.0.1:9000/effects'"],
      ['echo []', "'echo []'"],
    ] as const) {
      for (const hook of ['trigger', 'effects', 'start', 'stop'])
        expect(rerunPrefix([`--${hook}-command`, command], { SSF_TOKEN: 's3cret-token' })).toBe(
          `ssf-conformance run --${hook}-command ${shown}`,
        );
    }
  });

  it.each([
    'fire --password hunter2',
    'curl -H "X-Api: abc" http://127.0.0.1:9/effects',
    'curl -uadmin:hunter2 http://127.0.0.1:9/effects',
    'curl http://admin:hunter2@127.0.0.1:9/effects',
    'curl http://127.0.0.1:9/effects?sig=abc',
    'ADMIN=hunter2 ./fire.sh',
    './fire.sh 9f86d081884c7d659a2f',
    './fire.sh s3cret.value',
    './fire.sh of-a-flag',
    './fire.sh hunter2',
    "cat 'my file'",
  ])('hides a command that might hold a secret: %s', (command) => {
    const env = { ADMIN_TOKEN: 's3cret.value' };
    for (const hook of ['trigger', 'effects', 'start', 'stop'])
      expect(rerunPrefix([`--${hook}-command`, command, '--client-secret', 'of-a-flag'], env)).toBe(
        `ssf-conformance run --${hook}-command … --client-secret '\${SSF_CLIENT_SECRET}'`,
      );
  });

  it('shows what a target is started with, but for values that might be secrets', () => {
    const env = { ADMIN_TOKEN: 's3cret.value' };
    const args = ['--image', 'acme/tx:1', '--container-port', '8080', '--container-network', 'bridge'];
    const variables = [
      'ISSUER=http://127.0.0.1:{{target.port}}',
      'JWKS={{harness.jwksUri}}',
      'API_TOKEN=${ADMIN_TOKEN}',
      'DB_PASSWORD=hunter2',
      'NOTE=s3cret.value',
      'LEVEL=debug',
    ];
    const all = [...args, ...variables.flatMap((one) => ['--container-env', one])];
    expect(rerunPrefix(all, env)).toBe(
      "ssf-conformance run --image acme/tx:1 --container-port 8080 --container-network bridge --container-env 'ISSUER=http://127.0.0.1:{{target.port}}' --container-env 'JWKS={{harness.jwksUri}}' --container-env 'API_TOKEN=${ADMIN_TOKEN}' --container-env DB_PASSWORD=… --container-env NOTE=… --container-env LEVEL=debug".replace(
        /(DB_PASSWORD|NOTE)=…/g,
        "'$1=…'",
      ),
    );
    expect(rerunPrefix(['--target-command', './tx --port {{target.port}}'], env)).toBe(
      "ssf-conformance run --target-command './tx --port {{target.port}}'",
    );
    expect(rerunPrefix(['--target-command', './tx --password hunter2'], env)).toContain('--target-command …');
  });

  it('hides a trigger that might hold a secret', () => {
    expect(rerunPrefix(['--trigger-command', './fire.sh'], {})).toContain('--trigger-command ./fire.sh');
    expect(rerunPrefix(['--trigger-command', 'fire --password hunter2'], {})).toContain(
      '--trigger-command …',
    );
    expect(rerunPrefix(['--trigger-url', 'http://127.0.0.1:9/trigger'], {})).toContain('127.0.0.1:9/trigger');
    expect(rerunPrefix(['--trigger-url', 'http://127.0.0.1:9/?key=s3cret'], {})).not.toContain('s3cret');
  });
});
