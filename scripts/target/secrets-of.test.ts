import { describe, expect, it } from 'vitest';
import { Secrets } from '../../suites/harness/rim/secrets.ts';
import type { TargetConfig } from '../config/define-config.ts';
import { secretsOf } from './secrets-of.ts';

/** What a text shows that the target wrote. */
function shown(text: string, env: Record<string, string>, inherited: Record<string, string> = {}): string {
  return shownOf(text, { command: 'tx', env }, inherited);
}

function shownOf(text: string, target: TargetConfig, inherited: Record<string, string> = {}): string {
  const secrets = new Secrets();
  for (const secret of secretsOf({ target }, inherited)) secrets.add(secret);
  return secrets.maskDeep(text).replaceAll(/‹masked \w+›/g, '*');
}

describe('what must not be shown of a target that we start', () => {
  it('is our credentials, and what its environment announces as a secret', () => {
    const found = secretsOf({
      transmitter: { auth: { clientId: 'rx', clientSecret: 'of-the-client' } },
      receiver: { pushAuthorization: 'Bearer of-the-push' },
      target: {
        env: { DB_PASSWORD: 'hunter2-hunter2', SECRETS: 'one-secret,two-secret', LEVEL: 'debugging' },
      },
    });
    expect(found).toEqual(
      expect.arrayContaining([
        'of-the-client',
        'Bearer of-the-push',
        'hunter2-hunter2',
        'one-secret',
        'two-secret',
      ]),
    );
    expect(found).not.toContain('debugging');
  });

  it('is no address, path or switch, whatever it is called: the report would lose it everywhere', () => {
    const env = {
      TOKEN_ENDPOINT: 'https://as.example/token',
      JWKS_KEY_URL: '{{harness.jwksUri}}',
      KEY_FILE: '/certs/key.pem',
      KEYS: '/run/secrets/keys',
      AUTH_REQUIRED: 'true',
      TOKEN_LIFETIME: '36000000',
      TOKEN_EXPIRES_IN: '36000000',
      API_KEY: 'short',
    };
    expect(secretsOf({ target: { container: { env } } })).toEqual([]);
  });

  it('is every line of a private key, however its ends of lines are written', () => {
    const lines = [
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvgIBADANBgkq',
      'SECONDLINEOFKEY+',
      '-----END PRIVATE KEY-----',
    ];
    const key = lines.join('\n');
    const escaped = lines.join('\\n');
    expect(shown('SECONDLINEOFKEY+', { SIGNING_KEY: key })).toBe('*');
    expect(shown('SECONDLINEOFKEY+', { SIGNING_KEY: escaped })).toBe('*');
    expect(shown(`{"key":"${escaped}"}`, { SIGNING_KEY: key })).toBe('{"key":"*"}');
  });

  it('is also what looks like a path or a number, but is called a secret', () => {
    const env = { SLASH_SECRET: '/sl4shSecretAbcdef', PIN_SECRET: '8273648273' };
    expect(shown('/sl4shSecretAbcdef 8273648273', env)).toBe('* *');
  });

  it('is the password of an address, whatever the variable is called', () => {
    expect(shown('at postgres://u:dbpassw0rd@h/db', { DATABASE_URL: 'postgres://u:dbpassw0rd@h/db' })).toBe(
      'at postgres://u:*@h/db',
    );
    expect(shown('redis of redis://:redis1@h', { CACHE: 'redis://:redis1@h' })).toBe('redis of redis://*h');
    expect(shown('p@ss-word', { CACHE: 'redis://u:p%40ss-word@h' })).toBe('*');
  });

  it('is what a command inherits of us as a secret, and not where we are', () => {
    const inherited = {
      CI_JOB_TOKEN: 'inherited-token',
      PWD: '/home/Ann1/projects',
      KEYBOARD: 'us-international',
    };
    expect(shown('inherited-token /home/Ann1/projects us-international', {}, inherited)).toBe(
      '* /home/Ann1/projects us-international',
    );
    expect(secretsOf({ target: { container: { image: 'x' } } }, inherited)).toEqual([]);
  });

  it.each<[string, TargetConfig]>([
    ['a variable', { command: 'API_TOKEN=s3cr3tvalue npm start' }],
    ['one in quotes', { command: "cd app && API_TOKEN='s3cr3tvalue' npm start" }],
    ['one of a shell', { command: ['sh', '-c', 'API_TOKEN="s3cr3tvalue" exec npm start'] }],
    ['an option', { command: 'npm start -- --token=s3cr3tvalue' }],
    ['an option and its value', { command: ['npm', 'start', '--', '--access-token', 's3cr3tvalue'] }],
    ['an option of a container', { container: { image: 'x', command: ['--token', 's3cr3tvalue'] } }],
    ['an address', { command: 'tx postgres://u:s3cr3tvalue@h/db' }],
  ])('is what its command says as %s', (_, target) => {
    expect(shownOf('it is s3cr3tvalue', target)).toBe('it is *');
  });

  it('is what its command takes from a variable, whatever that is called', () => {
    const inherited = { OURS: 'said-by-us' };
    const env = { OWN: 'said-of-it' };
    const text = 'said-by-us and said-of-it';
    expect(shownOf(text, { command: 'tx --token=$OURS --password "${OWN}"', env }, inherited)).toBe(
      '* and *',
    );
    expect(shownOf(text, { command: 'tx', env }, inherited)).toBe(text);
  });

  it('is no plain word behind a switch, nor what names somebody', () => {
    for (const command of [
      'npm run serve -- --no-auth transmitter',
      './tx --require-auth transmitter',
      './tx --auth && transmitter',
      './tx --auth-audience transmitter',
      './tx --author transmitter',
      './tx --token-issuer=transmitter',
    ])
      expect([command, shownOf('transmitter', { command })]).toEqual([command, 'transmitter']);
    const query = 'https://as.example/?api_key=hunter2hunter2';
    for (const name of ['token-issuer', 'auth-server', 'token-url'])
      expect(shownOf(`at ${query}`, { command: `./tx --${name} '${query}'` })).toBe('at *');
    expect(shownOf('hunter2hunter2', { command: './tx --authorization hunter2hunter2' })).toBe('*');
    expect(shownOf('hunter2hunter2', { command: './tx && API_KEY=hunter2hunter2 ./ty' })).toBe('*');
  });

  it('is no way in which something is done, and no file', () => {
    const command = 'node tx.mjs --auth-method client_secret_basic --key certs/server.pem --key-type RSA2048';
    const text = 'client_secret_basic, certs/server.pem, RSA2048';
    expect(shownOf(text, { command })).toBe(text);
    expect(shownOf('a hunter2hunter2', { command: 'tx --auth hunter2hunter2' })).toBe('a *');
  });

  it('is no other word of its command', () => {
    const command =
      'node --no-auth transmitter.js --token-file ./secrets/token.txt --token-lifetime 36000000 --issuer=http://h/transmitter --key {{harness.ca}}';
    expect(secretsOf({ target: { command } })).toEqual([]);
  });

  it('is that in base64, too', () => {
    const token = 'tok-verysecret-12345';
    expect(shown(`${btoa(token)} and ${token}`, { TOKEN: token })).toMatch(/^\*=* and \*$/);
  });
});
