/** Width and height in pixels. */
export type PictureSize = { readonly width: number; readonly height: number };

/** How large a PNG, GIF, JPEG or WebP is, by its first bytes; undefined for anything else, and for a broken one. */
export function pictureSize(content: Buffer): PictureSize | undefined {
  const size = pngSize(content) ?? gifSize(content) ?? webpSize(content) ?? jpegSize(content);
  return size && size.width > 0 && size.height > 0 ? size : undefined;
}

function pngSize(content: Buffer): PictureSize | undefined {
  if (content.length < 24 || content.toString('latin1', 1, 4) !== 'PNG') return undefined;
  return { width: content.readUInt32BE(16), height: content.readUInt32BE(20) };
}

function gifSize(content: Buffer): PictureSize | undefined {
  if (content.length < 10 || content.toString('latin1', 0, 3) !== 'GIF') return undefined;
  return { width: content.readUInt16LE(6), height: content.readUInt16LE(8) };
}

/** Its three kinds (lossy, lossless, extended) write the size in three ways. */
function webpSize(content: Buffer): PictureSize | undefined {
  if (content.length < 30 || content.toString('latin1', 8, 12) !== 'WEBP') return undefined;
  switch (content.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { width: content.readUInt16LE(26) & 0x3fff, height: content.readUInt16LE(28) & 0x3fff };
    case 'VP8L': {
      const bits = content.readUInt32LE(21);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X':
      return { width: content.readUIntLE(24, 3) + 1, height: content.readUIntLE(27, 3) + 1 };
  }
  return undefined;
}

/** Goes from segment to segment until the one that starts the frame, which has the size. */
function jpegSize(content: Buffer): PictureSize | undefined {
  if (content.length < 4 || content.readUInt16BE(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 9 <= content.length && content[at] === 0xff) {
    const marker = content[at + 1] ?? 0;
    const startsFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (startsFrame) return { width: content.readUInt16BE(at + 7), height: content.readUInt16BE(at + 5) };
    at += 2 + content.readUInt16BE(at + 2);
  }
  return undefined;
}
