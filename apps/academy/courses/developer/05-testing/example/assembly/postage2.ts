/** What a parcel costs, in yuan: simpler, and wrong. @query */
export function fee(grams: u64): u64 {
  assert(grams > 0, "a parcel without weight");
  if (grams <= 1000) return 8;
  return 8 + ((grams - 1000) / 500) * 2;
}
