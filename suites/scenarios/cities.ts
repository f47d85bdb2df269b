/** Cities in which stories are set, so far from each other across continents that nobody travels between them in minutes. */
export const cities = [
  { city: 'Berlin', country: 'DE', continent: 'Europe', latitude: 52.52, longitude: 13.405 },
  { city: 'Lisbon', country: 'PT', continent: 'Europe', latitude: 38.722, longitude: -9.139 },
  { city: 'Oslo', country: 'NO', continent: 'Europe', latitude: 59.914, longitude: 10.752 },
  { city: 'Tokyo', country: 'JP', continent: 'Asia', latitude: 35.677, longitude: 139.65 },
  { city: 'Singapore', country: 'SG', continent: 'Asia', latitude: 1.352, longitude: 103.82 },
  { city: 'Mumbai', country: 'IN', continent: 'Asia', latitude: 19.076, longitude: 72.878 },
  { city: 'San Francisco', country: 'US', continent: 'North America', latitude: 37.775, longitude: -122.419 },
  { city: 'Toronto', country: 'CA', continent: 'North America', latitude: 43.653, longitude: -79.383 },
  { city: 'Buenos Aires', country: 'AR', continent: 'South America', latitude: -34.604, longitude: -58.382 },
  { city: 'Bogota', country: 'CO', continent: 'South America', latitude: 4.711, longitude: -74.072 },
  { city: 'Cape Town', country: 'ZA', continent: 'Africa', latitude: -33.925, longitude: 18.424 },
  { city: 'Nairobi', country: 'KE', continent: 'Africa', latitude: -1.292, longitude: 36.822 },
  { city: 'Sydney', country: 'AU', continent: 'Oceania', latitude: -33.869, longitude: 151.209 },
  { city: 'Auckland', country: 'NZ', continent: 'Oceania', latitude: -36.848, longitude: 174.763 },
] as const;
