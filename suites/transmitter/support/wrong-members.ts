import type { JsonObject } from '../../harness/probe.ts';
import { strings } from './configuration.ts';

/** Transmitter-supplied members of a configuration, each with a value that is well-formed but not the right one. */
export function wrongMembers(
  configuration: JsonObject,
): { member: 'iss' | 'aud' | 'events_supported' | 'min_verification_interval'; value: unknown }[] {
  const { iss, aud, events_supported, min_verification_interval: interval } = configuration;
  const other = 'https://other.example.com';
  return [
    ...(iss === undefined ? [] : [{ member: 'iss' as const, value: other }]),
    ...(aud === undefined ? [] : [{ member: 'aud' as const, value: Array.isArray(aud) ? [other] : other }]),
    ...(Array.isArray(events_supported)
      ? [
          {
            member: 'events_supported' as const,
            value: [...strings(events_supported), 'urn:example:secevent:events:not-supported'],
          },
        ]
      : []),
    ...(typeof interval === 'number'
      ? [{ member: 'min_verification_interval' as const, value: interval + 1 }]
      : []),
  ];
}
