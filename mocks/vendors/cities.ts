import type { Place } from './happening.ts';

/** Cities that can be named in place of a whole place, by name in lower case. Addresses are of documentation (RFC 5737). */
export const cities: ReadonlyMap<string, Place> = new Map(
  (
    [
      ['Berlin', 'DE', 52.52, 13.405, '192.0.2.10'],
      ['London', 'GB', 51.507, -0.128, '192.0.2.20'],
      ['New York', 'US', 40.713, -74.006, '198.51.100.10'],
      ['San Francisco', 'US', 37.775, -122.419, '198.51.100.20'],
      ['São Paulo', 'BR', -23.551, -46.633, '198.51.100.30'],
      ['Nairobi', 'KE', -1.286, 36.817, '203.0.113.10'],
      ['Tokyo', 'JP', 35.677, 139.65, '203.0.113.20'],
      ['Sydney', 'AU', -33.869, 151.209, '203.0.113.30'],
    ] as const
  ).map(([city, country, latitude, longitude, ip]) => [
    city.toLowerCase(),
    { city, country, latitude, longitude, ip },
  ]),
);
