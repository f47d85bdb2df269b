/** `1 check`, `12,345 checks`. */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${number(n)} ${n === 1 ? noun : plural}`;
}

/** `12,345`, the same in every locale. */
export function number(n: number): string {
  return n.toLocaleString('en-US');
}

/** ms as a reader wants them: `0.4 ms`, `87 ms`, `60 s`, `2 min 5 s`. */
export function duration(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 120_000) return `${Number((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  const rest = seconds % 60;
  return `${Math.floor(seconds / 60)} min${rest === 0 ? '' : ` ${rest} s`}`;
}

/** A distance from a point in time: `+41 ms`, `−1.2 s`. */
export function signed(ms: number): string {
  return `${ms < 0 ? '−' : '+'}${duration(Math.abs(ms))}`;
}

/** ISO 8601 as `2026-08-24 10:15:02 UTC`; anything else comes back as it is. */
export function instant(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?Z$/.exec(iso);
  return match ? `${match[1]} ${match[2]} UTC` : iso;
}

/** `412 bytes`, `5.2 MB`. */
export function bytes(n: number): string {
  if (n < 1000) return count(n, 'byte');
  return n < 1_000_000 ? `${Number((n / 1000).toFixed(1))} kB` : `${Number((n / 1_000_000).toFixed(1))} MB`;
}
