import { MemorySyncFile } from "@yanta/storage";

/** A file on a site that has used up its storage: what would go beyond a size is refused as browsers do. */
export class LimitedFile extends MemorySyncFile {
  sizeBytesMax: number;

  constructor(content: Uint8Array, sizeBytesMax: number) {
    super(content);
    this.sizeBytesMax = sizeBytesMax;
  }

  override write(buffer: Uint8Array, options: { readonly at: number }): number {
    if (options.at + buffer.length > this.sizeBytesMax) throw new DOMException("no room", "QuotaExceededError");
    return super.write(buffer, options);
  }
}
