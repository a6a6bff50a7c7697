/** `Engine.quote` of `shop.pricing:Engine:quote`: for narrow places, where the file or the module stands beside it. */
export function nameInModule(name: string): string {
  return name.split(':').slice(1).join('.') || name;
}
