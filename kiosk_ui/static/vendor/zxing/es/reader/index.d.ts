/** What is used of the vendored reader; the whole is described where it comes from. */

export interface ReadResult {
  text: string;
  format: string;
  isValid: boolean;
  position: Record<"topLeft" | "topRight" | "bottomLeft" | "bottomRight", { x: number; y: number }>;
}

export interface ReaderOptions {
  formats?: string[];
  tryHarder?: boolean;
  tryRotate?: boolean;
  tryInvert?: boolean;
  tryDownscale?: boolean;
  maxNumberOfSymbols?: number;
}

export function prepareZXingModule(options: {
  overrides: { locateFile: (name: string) => string };
  fireImmediately: true;
}): Promise<unknown>;

export function readBarcodes(input: ImageData, options?: ReaderOptions): Promise<ReadResult[]>;
