/** What a parcel costs, in yuan. @query */
export function fee(grams: u64): u64 {
  assert(grams > 0, "a parcel without weight");
  if (grams <= 1000) return 8;
  const steps = (grams - 1001) / 500 + 1;
  return 8 + steps * 2;
}
