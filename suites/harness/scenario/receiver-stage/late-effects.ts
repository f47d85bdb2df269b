/** Shows effects only to whoever asked in vain so many ms after them: so they are seen too late, however fast this machine is. */
export function lateEffects(ms: number): <E extends { jti?: string; at?: string }>(effects: E[]) => E[] {
  const missed = new Set<string>();
  return (effects) =>
    effects.filter((effect, index) => {
      const key = `${index} ${effect.jti}`;
      if (missed.has(key)) return true;
      if (Date.parse(effect.at ?? '') + ms <= Date.now()) missed.add(key);
      return false;
    });
}
