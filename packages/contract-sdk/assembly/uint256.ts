const limbs = 8;

/**
 * A whole number from 0 to 2^256-1. Sums, differences and products out of that range end the call.
 * Written in decimal digits wherever it leaves the contract.
 */
export class Uint256 {
  /** 32 bits each, lowest first. */
  private limb: StaticArray<u32> = new StaticArray<u32>(limbs);

  static zero(): Uint256 {
    return new Uint256();
  }

  static from(value: u64): Uint256 {
    const number = new Uint256();
    number.limb[0] = <u32>value;
    number.limb[1] = <u32>(value >> 32);
    return number;
  }

  /** Reads decimal digits; `what` names the number in the error. */
  static parse(text: string, what: string = "value"): Uint256 {
    const number = new Uint256();
    let isGood = text.length > 0 && text.length <= 78;
    for (let i = 0; isGood && i < text.length; i++) {
      let carry = <u64>(text.charCodeAt(i) - 0x30);
      isGood = carry < 10;
      for (let j = 0; j < limbs; j++) {
        carry += <u64>number.limb[j] * 10;
        number.limb[j] = <u32>carry;
        carry >>= 32;
      }
      isGood = isGood && carry == 0;
    }
    assert(isGood, what + " must be a whole number from 0 to 2^256-1");
    return number;
  }

  get isZero(): bool {
    let all: u32 = 0;
    for (let i = 0; i < limbs; i++) all |= this.limb[i];
    return all == 0;
  }

  toString(): string {
    const rest = new Uint256();
    for (let i = 0; i < limbs; i++) rest.limb[i] = this.limb[i];
    let text = "";
    do {
      let part = rest.divide(1000000000).toString();
      if (!rest.isZero) part = part.padStart(9, "0");
      text = part + text;
    } while (!rest.isZero);
    return text;
  }

  /** Divides in place and returns the remainder. */
  private divide(divisor: u32): u32 {
    let remainder: u64 = 0;
    for (let i = limbs - 1; i >= 0; i--) {
      const part = (remainder << 32) | this.limb[i];
      this.limb[i] = <u32>(part / divisor);
      remainder = part % divisor;
    }
    return <u32>remainder;
  }

  @operator("+")
  plus(other: Uint256): Uint256 {
    const sum = new Uint256();
    let carry: u64 = 0;
    for (let i = 0; i < limbs; i++) {
      carry += <u64>this.limb[i] + other.limb[i];
      sum.limb[i] = <u32>carry;
      carry >>= 32;
    }
    assert(carry == 0, "the sum is too large");
    return sum;
  }

  @operator("-")
  minus(other: Uint256): Uint256 {
    const difference = new Uint256();
    let borrow: u64 = 0;
    for (let i = 0; i < limbs; i++) {
      const part = <u64>this.limb[i] - other.limb[i] - borrow;
      difference.limb[i] = <u32>part;
      borrow = part >> 63;
    }
    assert(borrow == 0, "the difference is below zero");
    return difference;
  }

  @operator("*")
  times(other: Uint256): Uint256 {
    const product = new Uint256();
    let isGood = true;
    for (let i = 0; i < limbs; i++) {
      let carry: u64 = 0;
      for (let j = 0; j < limbs; j++) {
        const part = <u64>this.limb[i] * other.limb[j];
        if (i + j >= limbs) {
          if (part != 0) isGood = false;
          continue;
        }
        carry += part + product.limb[i + j];
        product.limb[i + j] = <u32>carry;
        carry >>= 32;
      }
      if (carry != 0) isGood = false;
    }
    assert(isGood, "the product is too large");
    return product;
  }

  /** Below 0, 0 or above 0, as this is less than, equal to or greater than the other. */
  compare(other: Uint256): i32 {
    for (let i = limbs - 1; i >= 0; i--) {
      if (this.limb[i] != other.limb[i]) return this.limb[i] < other.limb[i] ? -1 : 1;
    }
    return 0;
  }

  @operator("==")
  equals(other: Uint256): bool {
    return this.compare(other) == 0;
  }

  @operator("!=")
  differs(other: Uint256): bool {
    return this.compare(other) != 0;
  }

  @operator("<")
  isBelow(other: Uint256): bool {
    return this.compare(other) < 0;
  }

  @operator("<=")
  isAtMost(other: Uint256): bool {
    return this.compare(other) <= 0;
  }

  @operator(">")
  isAbove(other: Uint256): bool {
    return this.compare(other) > 0;
  }

  @operator(">=")
  isAtLeast(other: Uint256): bool {
    return this.compare(other) >= 0;
  }
}
