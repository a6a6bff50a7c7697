/** An event as EventBridge would deliver it, for tests to read what the service wrote. */
export interface EventForm {
  readonly id: string;
  readonly time: string;
  readonly 'detail-type': string;
  readonly resources: readonly string[];
  readonly detail: {
    readonly status: string;
    readonly eventStartTime: string;
    readonly eventEndTime?: string;
    readonly expiresOn: string;
    readonly deduplicationId: string;
    readonly sourceUrl: string;
    readonly title: Text;
    readonly recommendation: Readonly<Record<'name' | 'description' | 'resolutionSteps' | 'reason', Text>>;
  };
}

interface Text {
  readonly value: string;
}
