import { describe, expect, it } from 'vitest';
import { sidesOf } from './role.ts';

describe('sidesOf', () => {
  const transmitter = { issuer: 'https://tx.example' };
  const receiver = { url: 'https://rx.example', audience: 'rx' };

  it('is that of the target which flags or file name, and nobody where none is named', () => {
    expect(sidesOf({}, {})).toBeNull();
    expect(sidesOf({}, { issuer: 'x' })).toBe('transmitter');
    expect(sidesOf({}, { accessToken: 'x' })).toBe('transmitter');
    expect(sidesOf({}, { receiver: 'x' })).toBe('receiver');
    expect(sidesOf({}, { startCommand: 'x' })).toBe('receiver');
    expect(sidesOf({}, { poll: true })).toBe('receiver');
    expect(sidesOf({ transmitter }, {})).toBe('transmitter');
    expect(sidesOf({ receiver }, {})).toBe('receiver');
    expect(sidesOf({ role: 'receiver' }, {})).toBe('receiver');
  });

  it('is chosen by flags before the file', () => {
    expect(sidesOf({ transmitter, receiver }, { role: 'receiver' })).toBe('receiver');
    expect(sidesOf({ transmitter, receiver, role: 'transmitter' }, {})).toBe('transmitter');
    expect(sidesOf({ transmitter }, { receiver: 'x' })).toBe('receiver');
    expect(sidesOf({ role: 'receiver' }, { issuer: 'x' })).toBe('transmitter');
  });

  it('is refused where flags contradict each other, or nothing chooses', () => {
    expect(() => sidesOf({}, { issuer: 'x', receiver: 'y' })).toThrow(
      '--issuer is about a Transmitter, --receiver about a Receiver',
    );
    expect(() => sidesOf({}, { receiver: 'x', accessToken: 't' })).toThrow(
      '--access-token is about a Transmitter',
    );
    expect(() => sidesOf({}, { role: 'receiver', issuer: 'x' })).toThrow('--role receiver and --issuer');
    expect(() => sidesOf({}, { role: 'transmitter', startCommand: 'x' })).toThrow(
      '--role transmitter and --start-command',
    );
    expect(() => sidesOf({ transmitter, receiver }, {})).toThrow('a run tests one of them');
  });

  it('is both where they are paired, whatever else is named', () => {
    expect(sidesOf({ transmitter, receiver }, { pair: true })).toBe('pair');
    expect(sidesOf({}, { issuer: 'x', receiver: 'y', pair: true })).toBe('pair');
    expect(() => sidesOf({}, { pair: true, role: 'receiver' })).toThrow('--pair tests both sides');
  });
});
