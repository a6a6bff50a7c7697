/** What runs in an exported file: browser code of webview/export/, bundled, with its style sheet. Neither holds data. */
export interface Page {
  readonly script: string;
  readonly style: string;
  /** As a content security policy names them: `sha256-` and the digest in base64. */
  readonly scriptHash: string;
  readonly styleHash: string;
}

// The build puts the pages in the place of this file (src/build/pages.mjs); what does not find them does not compile.
export declare const SVG_PAGE: Page;
export declare const HTML_PAGE: Page;
