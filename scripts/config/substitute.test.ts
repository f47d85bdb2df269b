import { describe, expect, it } from 'vitest';
import { substitute } from './substitute.ts';

describe('substitute', () => {
  const env = { TOKEN: 's3cret', HOST: 'tx.example', EMPTY: '' };

  it('fills in variables wherever a string stands, more than one in a string', () => {
    expect(
      substitute(
        { a: 'https://${HOST}/${TOKEN}', list: ['${HOST}'], n: 1, none: null, no: '$HOST {HOST}' },
        env,
      ),
    ).toEqual({ a: 'https://tx.example/s3cret', list: ['tx.example'], n: 1, none: null, no: '$HOST {HOST}' });
  });

  it('names the variable and the key when it is not set, or empty', () => {
    expect(() => substitute({ transmitter: { auth: { accessToken: '${MISSING}' } } }, env)).toThrow(
      'transmitter.auth.accessToken refers to the environment variable MISSING, which is not set.',
    );
    expect(() => substitute({ reportDir: '${EMPTY}' }, env)).toThrow('EMPTY, which is empty');
  });

  it('leaves a shell command to the shell, and fills in one that has none', () => {
    const shell = { transmitter: { trigger: { command: 'fire ${ELSE:-x} ${ELSE}' } } };
    expect(substitute(shell, env)).toEqual(shell);
    const plain = { transmitter: { trigger: { command: ['fire', '${TOKEN}'] } } };
    expect(substitute(plain, env)).toEqual({ transmitter: { trigger: { command: ['fire', 's3cret'] } } });
  });

  it('keeps functions', () => {
    const trigger = (): boolean => true;
    expect(substitute({ transmitter: { trigger } }, env).transmitter.trigger).toBe(trigger);
  });

  it('does not expand what a variable holds', () => {
    expect(substitute({ a: '${OUTER}' }, { OUTER: '${INNER}' })).toEqual({ a: '${INNER}' });
  });
});
