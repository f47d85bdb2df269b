import type { Place } from '../happening.ts';

/**
 * Faster than an airliner: cruising speed is about 900 km/h over the air, a strong tail wind adds some hundred. Our
 * assumption; the vendor has not published its threshold.
 */
export const FASTEST_KMH = 1000;

/** Places that an IP address cannot tell apart for certain, km. Our assumption as well. */
const SAME_PLACE_KM = 100;

/** Mean radius of the Earth, km. */
const RADIUS_KM = 6371;

/** Great-circle distance (haversine), km. */
export function distanceKm(from: Place, to: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const half = (angle: number): number => Math.sin(radians(angle) / 2) ** 2;
  const h =
    half(to.latitude - from.latitude) +
    Math.cos(radians(from.latitude)) * Math.cos(radians(to.latitude)) * half(to.longitude - from.longitude);
  return 2 * RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** When and where somebody signed in. */
export interface SignIn {
  place: Place;
  /** ms since the epoch. */
  at: number;
}

/** How far and how long it was from one sign-in to the other when nobody can travel so fast, else null. */
export function impossibleTravel(one: SignIn, two: SignIn): { km: number; minutes: number } | null {
  const km = distanceKm(one.place, two.place);
  // The later one may be heard of first.
  const hours = Math.abs(two.at - one.at) / 3_600_000;
  if (km <= SAME_PLACE_KM || km <= hours * FASTEST_KMH) return null;
  return { km: Math.round(km), minutes: Math.round(hours * 60) };
}
