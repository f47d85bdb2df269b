import { apps, type User } from './directory.ts';
import type { SystemLog } from './system-log.ts';

/** Ends every session of a user: at Okta, and in every application as far as it supports that. */
export function endSessions(
  user: User,
  why: string,
  log: SystemLog,
  detail: Record<string, unknown> = {},
): void {
  const write = (type: string, text: string, more: Record<string, unknown> = {}): void =>
    log.write(type, text, { user: user.login, ...detail, ...more });
  for (const id of user.sessions) {
    write('user.session.end', `Okta session of ${user.login} ended: ${why}`, { id });
  }
  user.sessions = [];
  for (const { name, logout } of apps) {
    const came =
      logout === 'full' ? 'signed out' : 'tokens revoked, open pages live on until they are renewed';
    write('user.authentication.universal_logout', `${user.login} at ${name}: ${came}`, { app: name, logout });
  }
  user.apps = [];
  write('user.session.clear', `All sessions of ${user.login} are cleared`);
}
