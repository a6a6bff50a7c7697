/** The projects that the corpus is made of: versions are pinned, so that a figure means the same next year. */
export interface JvmProject {
  readonly language: 'java' | 'kotlin' | 'scala' | 'groovy' | 'clojure';
  readonly name: string;
  /** group:artifact:version on Maven Central, with a jar of sources beside it. */
  readonly coordinates: string;
}

export const JVM_PROJECTS: readonly JvmProject[] = [
  { language: 'java', name: 'gson', coordinates: 'com.google.code.gson:gson:2.11.0' },
  { language: 'java', name: 'guava', coordinates: 'com.google.guava:guava:33.3.1-jre' },
  { language: 'java', name: 'commons-lang3', coordinates: 'org.apache.commons:commons-lang3:3.17.0' },
  {
    language: 'java',
    name: 'jackson-databind',
    coordinates: 'com.fasterxml.jackson.core:jackson-databind:2.18.1',
  },
  { language: 'java', name: 'netty-common', coordinates: 'io.netty:netty-common:4.1.115.Final' },
  { language: 'java', name: 'lucene-core', coordinates: 'org.apache.lucene:lucene-core:9.12.0' },
  { language: 'kotlin', name: 'okio', coordinates: 'com.squareup.okio:okio-jvm:3.9.1' },
  {
    language: 'kotlin',
    name: 'kotlinx-coroutines-core',
    coordinates: 'org.jetbrains.kotlinx:kotlinx-coroutines-core-jvm:1.9.0',
  },
  { language: 'kotlin', name: 'okhttp', coordinates: 'com.squareup.okhttp3:okhttp:4.12.0' },
  { language: 'scala', name: 'cats-core', coordinates: 'org.typelevel:cats-core_2.13:2.12.0' },
  { language: 'scala', name: 'scalatest-core', coordinates: 'org.scalatest:scalatest-core_3:3.2.19' },
  { language: 'groovy', name: 'groovy-json', coordinates: 'org.apache.groovy:groovy-json:4.0.24' },
  { language: 'groovy', name: 'spock-core', coordinates: 'org.spockframework:spock-core:2.3-groovy-4.0' },
  { language: 'clojure', name: 'clojure', coordinates: 'org.clojure:clojure:1.12.0' },
];
