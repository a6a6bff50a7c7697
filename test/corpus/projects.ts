/** The projects that the corpus is made of: versions are pinned, so that a figure means the same next year. */
export interface JvmProject extends Coordinates {
  readonly language: 'java' | 'kotlin' | 'scala' | 'groovy' | 'clojure';
  readonly name: string;
  /** Of a project that is published as source only: what to compile, everything that these need with them. */
  readonly namespaces?: readonly string[];
}

export interface Coordinates {
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
  { language: 'scala', name: 'akka-actor', coordinates: 'com.typesafe.akka:akka-actor_2.13:2.6.21' },
  // Of Scala 3, whose compiler names things otherwise.
  { language: 'scala', name: 'scalatest-core', coordinates: 'org.scalatest:scalatest-core_3:3.2.19' },
  { language: 'groovy', name: 'geb-core', coordinates: 'org.gebish:geb-core:7.0' },
  { language: 'groovy', name: 'groovy-console', coordinates: 'org.apache.groovy:groovy-console:4.0.24' },
  { language: 'clojure', name: 'clojure', coordinates: 'org.clojure:clojure:1.12.0' },
  {
    language: 'clojure',
    name: 'tools.reader',
    coordinates: 'org.clojure:tools.reader:1.5.0',
    namespaces: ['clojure.tools.reader', 'clojure.tools.reader.edn'],
  },
];

/** What Clojure's compiler runs on. */
export const CLOJURE_COMPILER: readonly Coordinates[] = [
  { coordinates: 'org.clojure:clojure:1.12.0' },
  { coordinates: 'org.clojure:spec.alpha:0.5.238' },
  { coordinates: 'org.clojure:core.specs.alpha:0.4.74' },
];

/** Of a source distribution on PyPI. */
export interface PythonProject {
  readonly name: string;
  readonly version: string;
  /** The folder below the distribution's own that `sys.path` would have. */
  readonly importRoot: string;
  readonly package: string;
}

export const PYTHON_PROJECTS: readonly PythonProject[] = [
  { name: 'django', version: '5.1.3', importRoot: '', package: 'django' },
  { name: 'flask', version: '3.1.0', importRoot: 'src', package: 'flask' },
  { name: 'sqlalchemy', version: '2.0.36', importRoot: 'lib', package: 'sqlalchemy' },
  { name: 'rich', version: '13.9.4', importRoot: '', package: 'rich' },
  { name: 'networkx', version: '3.4.2', importRoot: '', package: 'networkx' },
  { name: 'requests', version: '2.32.3', importRoot: 'src', package: 'requests' },
];
