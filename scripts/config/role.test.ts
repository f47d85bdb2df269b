import { describe, expect, it } from 'vitest';
import { roleOf } from './role.ts';

describe('roleOf', () => {
  const transmitter = { issuer: 'https://tx.example' };
  const receiver = { url: 'https://rx.example', audience: 'rx' };

  it('is that of the target which flags or file name, and nobody where none is named', () => {
    expect(roleOf({}, {})).toBeNull();
    expect(roleOf({}, { issuer: 'x' })).toBe('transmitter');
    expect(roleOf({}, { accessToken: 'x' })).toBe('transmitter');
    expect(roleOf({}, { receiver: 'x' })).toBe('receiver');
    expect(roleOf({}, { startCommand: 'x' })).toBe('receiver');
    expect(roleOf({}, { poll: true })).toBe('receiver');
    expect(roleOf({ transmitter }, {})).toBe('transmitter');
    expect(roleOf({ receiver }, {})).toBe('receiver');
    expect(roleOf({ role: 'receiver' }, {})).toBe('receiver');
  });

  it('is chosen by flags before the file', () => {
    expect(roleOf({ transmitter, receiver }, { role: 'receiver' })).toBe('receiver');
    expect(roleOf({ transmitter, receiver, role: 'transmitter' }, {})).toBe('transmitter');
    expect(roleOf({ transmitter }, { receiver: 'x' })).toBe('receiver');
    expect(roleOf({ role: 'receiver' }, { issuer: 'x' })).toBe('transmitter');
  });

  it('is refused where flags contradict each other, or nothing chooses', () => {
    expect(() => roleOf({}, { issuer: 'x', receiver: 'y' })).toThrow(
      '--issuer is about a Transmitter, --receiver about a Receiver',
    );
    expect(() => roleOf({}, { receiver: 'x', accessToken: 't' })).toThrow(
      '--access-token is about a Transmitter',
    );
    expect(() => roleOf({}, { role: 'receiver', issuer: 'x' })).toThrow('--role receiver and --issuer');
    expect(() => roleOf({}, { role: 'transmitter', startCommand: 'x' })).toThrow(
      '--role transmitter and --start-command',
    );
    expect(() => roleOf({ transmitter, receiver }, {})).toThrow('a run tests one of them');
  });
});
