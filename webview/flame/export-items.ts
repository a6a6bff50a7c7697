import type { ExportFormat } from '../../src/export/formats';
import { EXPORT_FORMATS, FILE_ENDINGS } from '../../src/export/formats';
import type { MenuCommand } from '../chart/menu-model';
import { t } from '../shared/words';

/** Formats of `burnline convert`, and a picture of what can be seen. */
export function exportItems(run: (format: ExportFormat | 'png') => void): MenuCommand[] {
  return (['png', ...EXPORT_FORMATS] as const).map((format) => ({
    label: labelOf(format),
    run: () => run(format),
  }));
}

/** `shop-backend.svg`; what no file system takes in a name becomes a dash. */
export function exportName(label: string, format: ExportFormat | 'png'): string {
  const base = label.replace(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '') || 'profile';
  return base.slice(0, 80) + (format === 'png' ? '.png' : FILE_ENDINGS[format]);
}

function labelOf(format: ExportFormat | 'png'): string {
  switch (format) {
    case 'png':
      return t('Picture (PNG)');
    case 'svg':
      return t('Interactive SVG');
    case 'html':
      return t('Page (HTML)');
    case 'collapsed':
      return t('Collapsed stacks');
    case 'pprof':
      return t('pprof');
    case 'speedscope':
      return t('speedscope JSON');
    case 'agent-profile':
      return t('Agent profile (JSON)');
  }
}
