/** What departments of the city itself are counted under. */
export const cityLevel = "市级";

/**
 * The district that an office belongs to. The contract knows its level, not its district: offices below the city have it in their
 * names, e.g. 雁城市雁塔区民政局; others are counted under 其他.
 */
export function districtOf(name: string, level: number): string {
  if (level === 1) return cityLevel;
  const afterCity = name.slice(name.indexOf("市") + 1);
  return /^(.{1,8}?[区县旗])/u.exec(afterCity)?.[1] ?? "其他";
}
