// The two files that make a zip of an extension a VSIX: what is in it, and of which types its files are.

/**
 * What of package.json a VSIX repeats.
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {string} publisher
 * @property {string} displayName
 * @property {string} description
 * @property {string[]} [keywords]
 * @property {string[]} [categories]
 * @property {string[]} [extensionKind]
 * @property {string} icon
 * @property {{ vscode: string }} engines
 */

/** @type {Record<string, string>} */
const types = {
  css: 'text/css',
  js: 'application/javascript',
  json: 'application/json',
  md: 'text/markdown',
  png: 'image/png',
  py: 'text/x-python',
  svg: 'image/svg+xml',
  ttf: 'font/ttf',
  txt: 'text/plain',
  vsixmanifest: 'text/xml',
  wasm: 'application/wasm',
};

/** `[Content_Types].xml` */
export const contentTypes = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
${Object.entries(types)
  .map(([extension, type]) => `  <Default Extension=".${extension}" ContentType="${type}"/>`)
  .join('\n')}
</Types>
`;

/**
 * `extension.vsixmanifest`
 * @param {Manifest} manifest
 */
export function vsixManifest(manifest) {
  const { name, version, publisher, displayName, description, keywords, categories, extensionKind } =
    manifest;
  return `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${text(name)}" Version="${text(version)}" Publisher="${text(publisher)}"/>
    <DisplayName>${text(displayName)}</DisplayName>
    <Description xml:space="preserve">${text(description)}</Description>
    <Tags>${list(keywords)}</Tags>
    <Categories>${list(categories)}</Categories>
    <GalleryFlags>Public</GalleryFlags>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${text(manifest.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="${list(extensionKind)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExecutesCode" Value="true"/>
      <Property Id="Microsoft.VisualStudio.Services.GitHubFlavoredMarkdown" Value="true"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
    <Icon>extension/${text(manifest.icon)}</Icon>
  </Metadata>
  <Installation>
    <InstallationTarget Id="Microsoft.VisualStudio.Code"/>
  </Installation>
  <Dependencies/>
  <Assets>
${Object.entries(assets(manifest))
  .map(([type, file]) => `    <Asset Type="${type}" Path="extension/${text(file)}" Addressable="true"/>`)
  .join('\n')}
  </Assets>
</PackageManifest>
`;
}

/**
 * @param {Manifest} manifest
 * @returns {Record<string, string>}
 */
function assets({ icon }) {
  return {
    'Microsoft.VisualStudio.Code.Manifest': 'package.json',
    'Microsoft.VisualStudio.Services.Content.Details': 'README.md',
    'Microsoft.VisualStudio.Services.Content.Changelog': 'CHANGELOG.md',
    'Microsoft.VisualStudio.Services.Content.License': 'LICENSE.txt',
    'Microsoft.VisualStudio.Services.Icons.Default': icon,
  };
}

/** @param {string[]} [words] */
const list = (words = []) => text(words.join(','));

/** @param {string} value */
function text(value) {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
