import assert from 'node:assert/strict';
import { RequestScanner } from '../../../src/code/requestScanner';
import { loader } from './grammars';

const scanner = new RequestScanner(loader);

/** Language, code, and each request that a person who knows the library sees in it: client, method, URL, and more where it matters. */
const IDIOMS: readonly (readonly [languageId: string, source: string, ...requests: readonly string[]])[] = [
  ['typescript', 'import axios from "axios"; const api = axios.create({ baseURL: "https://a.example/v1", timeout: 5000 }); await api.get(`/users/${id}`, { params: { page: 2 } });',
    'axios GET https://a.example/v1/users/{id}?page=2 timeoutMs=5000'],
  ['typescript', 'class S { constructor(private readonly http: HttpClient) {} private base = "https://a.example"; add(u: U) { return this.http.post(this.base + "/u", u, { headers: new HttpHeaders().set("A", "b") }); } }',
    'angular POST https://a.example/u A: b'],
  ['javascript', 'import { post as send } from "axios"; send("https://a.example/", {});', 'axios POST https://a.example/'],
  // What a loop changes has its first value in the first round only.
  ['go', 'package m\nfunc f() { for i := 0; i < 3; i++ { http.Get(fmt.Sprintf("https://a.example/%d", i)) }\n k := 0\n for k < 3 { http.Get(fmt.Sprintf("https://a.example/%d", k)); k++ } }\n', 'go-net-http GET https://a.example/{i}', 'go-net-http GET https://a.example/{k}'],
  ['java', 'class A { void f(RestTemplate t) { for (int i = 0; i < 3; i++) { t.getForObject("https://a.example/" + i, S.class); } int k = 0; while (k < 3) { t.getForObject("https://a.example/" + k, S.class); k += 1; } } }', 'resttemplate GET https://a.example/{i}', 'resttemplate GET https://a.example/{k}'],
  ['csharp', 'class A { async Task F(HttpClient c) { for (int i = 0; i < 3; ++i) { await c.GetAsync($"https://a.example/{i}"); } } }', 'dotnet-httpclient GET https://a.example/{i}'],
  ['php', '<?php for ($i = 0; $i < 3; $i++) { file_get_contents("https://a.example/$i"); }', 'php-streams GET https://a.example/{i}'],
  ['python', 'url = "https://a.example/p"\nwhile url:\n  r = requests.get(url, timeout=1)\n  url = r.json()["next"]\nv = "https://a.example/q"\nfor i in x:\n  requests.get(url=v, timeout=1)\n', 'python-requests GET {url} timeoutMs=1000', 'python-requests GET https://a.example/q timeoutMs=1000'],
  ['ruby', 'k = 0\nwhile k < 3\n  Net::HTTP.get(URI("https://a.example/#{k}"))\n  k += 1\nend\n', 'ruby-net-http GET https://a.example/{k}'],
  ['rust', 'async fn f() { let mut k = 0; while k < 3 { reqwest::get(format!("https://a.example/{}", k)).await; k += 1; } }', 'rust-reqwest GET https://a.example/{k}'],
  ['cpp', 'void f() { CURL *c = curl_easy_init(); for (int i = 0; i < 3; i++) { std::string u = "https://a.example/" + std::to_string(i); curl_easy_setopt(c, CURLOPT_URL, u.c_str()); curl_easy_perform(c); } }', 'libcurl GET https://a.example/{i}'],
  ['shellscript', 'i=0\nwhile [ $i -lt 3 ]; do curl https://a.example/$i; i=$((i+1)); done\n', 'curl-7.88 GET https://a.example/{i}'],
  ['powershell', 'for ($i = 0; $i -lt 3; $i++) { Invoke-RestMethod "https://a.example/$i" }\n', 'powershell GET https://a.example/{i}'],
  ['javascript', 'const xhr = new XMLHttpRequest(); xhr.open("PUT", "https://a.example/x"); xhr.setRequestHeader("A", "b"); xhr.withCredentials = true; xhr.send();', 'XMLHttpRequest PUT https://a.example/x A: b credentialsMode=include'],
  ['javascript', 'const https = require("node:https"); const agent = new https.Agent({ rejectUnauthorized: false }); https.get("https://a.example/", { agent });', 'node-https GET https://a.example/ verifiesCertificate=false connectionReuse=pool'],
  ['javascript', 'import net from "net"; net.connect({ port: 6379, host: "a.example" }); import dns from "dns/promises"; dns.resolve4("b.example");', 'node-net  tcp://a.example:6379', 'node-dns  dns:b.example'],
  ['javascript', 'import Redis from "ioredis"; new Redis(6379, "a.example"); import ax from "axios"; ax({ url: "https://b.example/", method: "delete" }); const api = ax.create({ baseURL: "https://c.example" }); api("/x");',
    'redis  redis://a.example:6379', 'axios DELETE https://b.example/', 'axios GET https://c.example/x'],
  ['javascript', 'app.get("/users", handler); cache.get("/x"); map.delete("https://a.example/"); router.post("/y", h); element.closest("a");'],
  ['python', 'import requests as r\nclass A:\n  def __init__(self):\n    self.s = r.Session()\n    self.s.headers["X"] = "y"\n  def f(self, i):\n    return self.s.get("https://a.example/%d" % 5, timeout=3, verify=False)\n',
    'python-requests GET https://a.example/5 X: y timeoutMs=3000 verifiesCertificate=false connectionReuse=pool'],
  ['python', 'async def f():\n  async with httpx.AsyncClient(base_url="https://a.example/api") as c:\n    await c.post("/x", json={"a": 1}, follow_redirects=True)\n', 'python-httpx POST https://a.example/api/x redirects=follow connectionReuse=per-call'],
  ['python', 'url = "https://a.example/"\nrequests.get(url)\nurl = "https://b.example/"\nrequests.get(url)\nif x: url = f()\nrequests.get(url)\nd = {}\nd.get("https://no.example/")\n',
    'python-requests GET https://a.example/', 'python-requests GET https://b.example/', 'python-requests GET {url}'],
  ['go', 'package m\nfunc f() {\n c := &http.Client{Timeout: 2 * time.Second, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}}\n req, err := http.NewRequestWithContext(ctx, http.MethodPut, fmt.Sprintf("https://a.example/%s", id), nil)\n req.Header.Set("A", "b")\n q := req.URL.Query(); q.Add("k", "v"); req.URL.RawQuery = q.Encode()\n c.Do(req)\n}\n',
    'go-net-http PUT https://a.example/{id}?k=v A: b timeoutMs=2000 verifiesCertificate=false connectionReuse=per-call'],
  ['go', 'package m\ntype C struct { http *http.Client; base string }\nfunc New() *C { return &C{http: &http.Client{}, base: "https://a.example"} }\nfunc (c *C) Get(id int) { c.http.Get(fmt.Sprintf("%s/items/%d", c.base, id)) }\nfunc g(h *http.Client, d *D) { h.Get("https://b.example/"); h.Get(d.base + "/x") }\n',
    'go-net-http GET https://a.example/items/{id}', 'go-net-http GET https://b.example/', 'go-net-http GET {d.base}/x'],
  ['java', 'class A { private final String base; private final HttpClient http; A(HttpClient h) { this.http = h; this.base = "https://a.example" + "/v1"; } void f(int id) { http.send(HttpRequest.newBuilder(URI.create(base + "/x/" + id)).build(), null); } }',
    'java-httpclient GET https://a.example/v1/x/{id}'],
  ['java', 'class B { private final WebClient web; B(WebClient.Builder b) { this.web = b.baseUrl("https://b.example").build(); } void f() { web.get().uri("/2").retrieve(); } }', 'webclient GET https://b.example/2 connectionReuse=pool'],
  ['csharp', 'class B { private readonly IHttpClientFactory f; public B(IHttpClientFactory f) { this.f = f; } async Task G() { using var c = f.CreateClient("x"); await c.GetAsync("https://a.example/3"); } }', 'dotnet-httpclient GET https://a.example/3'],
  ['csharp', 'class A { private readonly HttpClient c = new() { BaseAddress = new("https://a.example/api/"), Timeout = TimeSpan.FromSeconds(3) }; HttpClient D { get; } = new() { BaseAddress = new Uri("https://b.example/") }; async Task F() { await c.GetAsync("x"); await D.GetAsync("y"); } }',
    'dotnet-httpclient GET https://a.example/api/x timeoutMs=3000 connectionReuse=pool', 'dotnet-httpclient GET https://b.example/y connectionReuse=pool'],
  ['rust', 'use reqwest::Client;\nuse std::sync::Arc;\nstruct B { http: Arc<Client>, base: String }\nimpl B { fn new() -> Self { let base = "https://b.example".to_string(); Self { http: Arc::new(Client::new()), base } }\n async fn h(&self) { self.http.post(&format!("{}/3", self.base)).send().await; } }\nstruct C { z: Client }\nimpl C { async fn h(&self) { self.z.get("https://c.example/").send().await; } }',
    'rust-reqwest POST https://b.example/3', 'rust-reqwest GET https://c.example/'],
  ['ruby', 'class A\n  def initialize\n    @c = Faraday.new(url: "https://f.example/api")\n  end\n  def get(id)\n    @c.get("items/#{id}")\n    @c.get("/root")\n  end\nend\n', 'faraday GET https://f.example/api/items/{id}', 'faraday GET https://f.example/root'],
  ['cpp', 'class A { std::string base{"https://b.example"}; const char *third = "https://c.example"; void f() { CURL *c = curl_easy_init(); curl_easy_setopt(c, CURLOPT_URL, (this->base + "/x").c_str()); curl_easy_perform(c); }\n void g() { CURL *h = curl_easy_init(); curl_easy_setopt(h, CURLOPT_URL, third); curl_easy_perform(h); } };',
    'libcurl GET https://b.example/x', 'libcurl GET https://c.example/'],
  ['go', 'package m\nconst base = "https://a.example"\nfunc url(path string) string { return base + path }\nfunc f() { http.Get(url("/1")) }\n', 'go-net-http GET https://a.example/1'],
  ['java', 'class F { private static String url(String p) { return "https://a.example" + p; } void f() { http.send(HttpRequest.newBuilder(URI.create(url("/1"))).build(), null); } }', 'java-httpclient GET https://a.example/1'],
  ['csharp', 'class A { readonly HttpClient c = new(); static string Url(string p) => $"https://a.example{p}"; async Task F() { await c.GetAsync(Url("/1")); } }', 'dotnet-httpclient GET https://a.example/1 connectionReuse=pool'],
  ['rust', 'fn url(p: &str) -> String { format!("https://a.example{}", p) }\nasync fn f() { reqwest::get(url("/1")).await; }', 'rust-reqwest GET https://a.example/1'],
  ['ruby', 'class A\n  def url(p)\n    "https://a.example#{p}"\n  end\n  def f\n    Net::HTTP.get(URI(url("/1")))\n  end\nend\n', 'ruby-net-http GET https://a.example/1'],
  ['python', 'B = "https://a.example"\ndef url(path, v=1): return f"{B}/{path}"\nrequests.get(url("1"), timeout=1)\nclass A:\n  def __init__(self): self.host = "b.example"\n  @property\n  def base(self): return f"https://{self.host}"\n  def _u(self, *, path): return self.base + path\n  def f(self): requests.get(self._u(path="/2"), timeout=1)\n',
    'python-requests GET https://a.example/1 timeoutMs=1000', 'python-requests GET https://b.example/2 timeoutMs=1000'],
  ['java', 'class A { private static final String B = "https://a.example"; void f(RestTemplate t) { t.getForObject(B + "/u/{id}", U.class, 1); } }', 'resttemplate GET https://a.example/u/{id}'],
  ['java', 'interface Api { @GET("users/{id}") Call<U> user(@Path("id") String id); @POST("users") Call<U> add(@Body U u); }', 'retrofit GET {baseUrl}/users/{id}', 'retrofit POST {baseUrl}/users'],
  ['java', 'class A { void f() { URL u = new URL("https://a.example/"); HttpURLConnection c = (HttpURLConnection) u.openConnection(); c.setRequestMethod("DELETE"); c.setReadTimeout(500); } }', 'java-urlconnection DELETE https://a.example/ timeoutMs=500'],
  ['kotlin', 'const val B = "https://a.example"\nclass A(private val c: OkHttpClient) {\n  fun f(id: Int) {\n    val r = Request.Builder().url("$B/x/$id?q=\\$1").header("A", "b").put("{}".toRequestBody("application/json".toMediaType())).build()\n    c.newCall(r).execute().use { it.body?.string() }\n  }\n}\n',
    'okhttp PUT https://a.example/x/{id}?q=$1 A: b'],
  ['kotlin', 'interface Api { @GET("users/{id}") suspend fun user(@Path("id") id: String): U\n @POST(value = "users") suspend fun add(@Body u: U): U }', 'retrofit GET {baseUrl}/users/{id}', 'retrofit POST {baseUrl}/users'],
  ['kotlin', 'val client = HttpClient(CIO) { install(Logging) }\nsuspend fun f(id: String) = client.post("https://a.example/u/${id.trim()}") {\n  header(HttpHeaders.Accept, "text/plain"); parameter("k", "v")\n  contentType(ContentType.Application.Json)\n  headers { append("X", "y") }\n  setBody(u)\n}.body<U>()\nval other = store.get("https://no.example/")\n',
    'ktor-client POST https://a.example/u/{id.trim()}?k=v Accept: text/plain Content-Type: application/json X: y connectionReuse=pool'],
  ['kotlin', 'fun f() {\n  val c = URL("https://a.example/").openConnection() as HttpURLConnection\n  c.requestMethod = "DELETE"\n  c.readTimeout = 500\n  URL("https://b.example/").readText()\n  Fuel.get("https://c.example/").header("A", "b").responseString()\n  "https://d.example/".httpPost().body("x").response()\n}\n',
    'java-urlconnection DELETE https://a.example/ timeoutMs=500', 'java-urlconnection GET https://b.example/', 'fuel GET https://c.example/ A: b', 'fuel POST https://d.example/'],
  ['csharp', 'class A { private readonly HttpClient _c = new HttpClient { BaseAddress = new Uri("https://a.example/api/") }; async Task F(int id) { await _c.PostAsJsonAsync($"users/{id}", x); } }', 'dotnet-httpclient POST https://a.example/api/users/{id} connectionReuse=pool'],
  ['rust', 'async fn f() -> R { let c = reqwest::Client::builder().danger_accept_invalid_certs(true).timeout(Duration::from_secs(3)).build()?; c.put(format!("{}/x/{id}", BASE)).bearer_auth("t").send().await? } const BASE: &str = "https://a.example";',
    'rust-reqwest PUT https://a.example/x/{id} Authorization: Bearer t timeoutMs=3000 verifiesCertificate=false connectionReuse=per-call'],
  ['php', '<?php class A { const B = "https://a.example"; function f($id) { $ch = curl_init(self::B . "/x/$id"); curl_setopt($ch, CURLOPT_POSTFIELDS, ["a" => "b"]); curl_setopt($ch, CURLOPT_TIMEOUT, 4); curl_setopt($ch, CURLOPT_SSL_VERIFYPEER, false); curl_exec($ch); } }',
    'php-curl POST https://a.example/x/{id} timeoutMs=4000 verifiesCertificate=false'],
  ['php', '<?php $c = file_get_contents("config.json"); $d = file_get_contents("https://a.example/");', 'php-streams GET https://a.example/'],
  ['ruby', 'uri = URI("https://a.example/x")\nhttp = Net::HTTP.new(uri.host, uri.port)\nreq = Net::HTTP::Post.new(uri)\nreq["A"] = "b"\nreq.body = { a: 1 }.to_json\nhttp.request(req)\n', 'ruby-net-http POST https://a.example/x A: b'],
  ['ruby', 'conn = Faraday.new(url: "https://a.example/v1/")\nconn.get("users", page: 1) do |r|\n  r.headers["A"] = "b"\nend\n', 'faraday GET https://a.example/v1/users A: b'],
  ['cpp', 'int f() { CURL *c = curl_easy_init(); curl_easy_setopt(c, CURLOPT_URL, ("https://a.example/" + path).c_str()); curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 1L); }', 'libcurl GET https://a.example/{path} redirects=follow'],
  ['shellscript', 'B=https://a.example\ncurl -sSL -X PATCH -H "A: $T" --max-time 5 --retry 3 -k "$B/x/$1"\nwget -q https://b.example/f\nhttp POST c.example/x a=b X:y\necho curl\ncurl --json \'{}\' https://d.example/\n',
    'curl-7.88 PATCH https://a.example/x/{1} A: {T} timeoutMs=5000 retries=3 redirects=follow verifiesCertificate=false', 'wget GET https://b.example/f', 'httpie POST http://c.example/x X: y', 'curl-7.88 POST https://d.example/ Content-Type: application/json Accept: application/json'],
  ['powershell', '$u = "https://a.example"\nInvoke-RestMethod -Uri "$u/x" -Method Put -Headers @{ A = "b" } -TimeoutSec 5 -SkipCertificateCheck\n', 'powershell PUT https://a.example/x A: b timeoutMs=5000 verifiesCertificate=false'],
  ['vue', '<template><a href="https://no.example"/></template>\n<script lang="ts">\nconst b: string = "https://a.example"; fetch(b);\n</script>', 'fetch GET https://a.example/'],
  ['markdown', 'See https://no.example\n```sh\n$ curl -d a=b https://a.example/\n```\n', 'curl-7.88 POST https://a.example/'],
  ['dockerfile', 'FROM x\n# curl https://no.example\nRUN apt update && \\\n  curl -fsSLo k https://a.example/k\n', 'curl-7.88 GET https://a.example/k redirects=follow'],
  ['yaml', 'steps:\n  - run: |\n      curl https://a.example/\n  - uses: https://no.example/x\n', 'curl-7.88 GET https://a.example/'],
  ['http', '@h = a.example\nGET https://{{h}}/x\nAccept: a/b\n\n###\nPOST https://b.example/\n\n{}\n', 'http-file GET https://a.example/x Accept: a/b', 'http-file POST https://b.example/'],
  ['ipynb', '{"cells":[{"cell_type":"code","source":["u = \\"https://a.example\\"\\n","requests.get(u)"]}]}', 'python-requests GET https://a.example/'],
  // Requests that are made in one place and sent in another.
  ['go', 'package m\nfunc f(client *http.Client, req *http.Request) { client.Do(req) }\n', 'go-net-http {method} {req}'],
  ['go', 'package m\nimport (\n\t"testing"\n)\nfunc TestA(t *testing.T) {\n a, _ := http.NewRequest("GET", "https://no.example/", nil)\n handler.ServeHTTP(w, a)\n b, _ := http.NewRequest("GET", "https://a.example/", nil)\n http.DefaultClient.Do(b)\n}\n', 'go-net-http GET https://a.example/'],
  ['java', 'class A { void f(HttpUriRequest request) { httpClient.execute(request); } void g(Request r) { client.newCall(r).execute(); } }', 'apache-httpclient {method} {request}', 'okhttp {method} {r}'],
  ['csharp', 'class A { Task F(HttpClient c, HttpRequestMessage m) { return c.SendAsync(m); } }', 'dotnet-httpclient {method} {url}'],
  ['ruby', 'def f(request)\n  http.request(request)\nend\n', 'ruby-net-http {method} {request}'],
  // What is not HTTP.
  ['go', 'package m\nfunc f() { var d net.Dialer; d.DialContext(ctx, "tcp", "a.example:25"); s, _ := net.ListenUDP("udp", nil); s.WriteTo(b, "a.example:53"); net.DefaultResolver.LookupHost(ctx, "b.example") }', 'go-net  tcp://a.example:25', 'go-net  udp://a.example:53', 'go-net  dns:b.example'],
  ['java', 'class A { void f() { Socket s = new Socket(); s.connect(new InetSocketAddress("a.example", 25), 500); SSLSocketFactory.getDefault().createSocket("b.example", 443); DatagramSocket d = new DatagramSocket(); d.send(new DatagramPacket(b, 3, "c.example", 53)); } }',
    'java-net  tcp://a.example:25', 'java-net  tls://b.example:443', 'java-net  udp://c.example:53'],
  ['java', 'class A { InputStream f(URL url) { return url.openConnection().getInputStream(); } void g() { JarURLConnection j = (JarURLConnection) url.openConnection(); A.class.getResource("x").openStream(); } }', 'java-urlconnection GET {url}'],
  ['csharp', 'class A { void F() { new Ping().Send("a.example"); UnityWebRequest.Get("https://b.example/"); var t = new TcpClient(); t.Connect("c.example", 25); } }', 'ping  icmp://a.example', 'unity-webrequest GET https://b.example/', 'dotnet-tcp  tcp://c.example:25'],
  ['cpp', 'int f() { connect(fd, ai->ai_addr, ai->ai_addrlen); connect(button, &Button::clicked, this, &Window::open); getaddrinfo(NULL, "80", &h, &r); getaddrinfo("a.example", "80", &h, &r); sendto(s, b, n, 0, to, tolen); }',
    'libc  tcp://{ai.ai_addr}', 'libc  dns:a.example', 'libc  udp://{to}'],
  ['cpp', 'void f() { webSocket.setUrl("wss://a.example/s"); client.get_connection("ws://b.example/", ec); QNetworkRequest r(QUrl("https://c.example/")); auto r = cli->Get("https://d.example/x"); }',
    'websocket GET wss://a.example/s', 'websocket GET ws://b.example/', 'cpp-httplib GET https://d.example/x'],
  ['rust', 'fn f() { let mut easy = Easy::new(); easy.url("https://a.example/").unwrap(); isahc::get("https://b.example/"); client.request(Method::PUT, url); TcpStream::connect_timeout(&addr, t); }',
    'rust-curl GET https://a.example/', 'isahc GET https://b.example/', 'rust-reqwest PUT {url}', 'rust-net  tcp://{addr}'],
  ['php', '<?php new PDO("mysql:host=a.example;dbname=d"); new PDO("sqlite:/tmp/d"); socket_connect($s, "b.example", 25); ldap_connect("ldap://c.example"); wp_remote_post("https://d.example/"); gethostbyaddr("192.0.2.1");',
    'pdo  mysql:host=a.example;dbname=d', 'php-socket  tcp://b.example:25', 'ldap  ldap://c.example', 'php-requests POST https://d.example/', 'php-dns  dns:192.0.2.1'],
  ['ruby', 'ftp = Net::FTP.new\nftp.connect("a.example", 21)\nNet::SSH.start("b.example", "u")\nHTTPClient.new.get("https://c.example/")\n', 'net-ftp  ftp://a.example/', 'net-ssh  ssh://b.example', 'httpclient GET https://c.example/'],
  ['ruby', 'class A\n  include HTTParty\n  base_uri "https://a.example"\n  def f(i)\n    self.class.get("/x/#{i}")\n  end\nend\n', 'httparty GET https://a.example/x/{i}'],
  ['ruby', 'class A\n  def f\n    self.class.get("/x")\n  end\nend\n'],
  ['python', 'class A:\n  def f(self, link):\n    self.session.http.get(self._FEED)\n    self.http.request(**given)\n    session.get("user")\nimport socket\ndef g(sa):\n  s = make()\n  s.connect(sa)\n  s.connect("/run/x.sock")\n',
    'self.session.http.get GET {self._FEED}', 'self.http.request {method} {options}', 'python-socket  tcp://{sa}'],
  ['javascript', 'const dgram = require("dgram"); function f() { sock.send(m, 0, m.length, 53, "a.example"); sock.send(m, 0, m.length, rinfo.port, rinfo.address); } this.ws = new settings.WebSocket("wss://b.example/");',
    'node-dgram  udp://a.example:53', 'WebSocket GET wss://b.example/'],
  ['shellscript', 'ssh -p 22 u@a.example ls\nscp -q f "u@b.example:/tmp"\nrsync -vP u@c.example:f .\ngit clone --depth 1 https://d.example/r.git\ngit status\nopenssl s_client -connect e.example:443\nopenssl x509 -in f\nnc -w 1 f.example 25\ncurl --version\n',
    'ssh  ssh://a.example:22', 'ssh  ssh://b.example', 'rsync  rsync://c.example', 'git  https://d.example/r.git', 'openssl  tls://e.example:443', 'netcat  tcp://f.example'],
  ['javascript', 'function C($http) { $http.get(url).success(f); $http.post(url, {}); cache.get(url); }', '$http.get GET {url}', '$http.post POST {url}'],
  ['cpp', 'int f() { CURL *c = curl_easy_init(); if (0 != (e = curl_easy_setopt(c, o = CURLOPT_URL, "https://a.example/"))) return 1; }', 'libcurl GET https://a.example/'],
  ['rust', 'fn f() { let a = ureq::builder().build(); a.get("https://a.example/").call(); net::TcpStream::connect("b.example:25"); }', 'ureq GET https://a.example/ connectionReuse=per-call', 'rust-net  tcp://b.example:25'],
  // One of two, or what is given.
  ['javascript', 'import http from "http"; import https from "https"; const lib = secure ? https : http; lib.get("https://a.example/"); const other = flag ? x : y; other.get("https://no.example/");', 'node-https GET https://a.example/'],
  ['javascript', 'async function f() { const { got } = await import("got"); got("https://a.example/"); }', 'got GET https://a.example/'],
  ['typescript', 'function f(xhr: XMLHttpRequest) { xhr.open("POST", "https://a.example/"); const own = (this.x = new self.XMLHttpRequest()); own.open("GET", "https://b.example/"); dialog.open("GET", "x"); }', 'XMLHttpRequest POST https://a.example/', 'XMLHttpRequest GET https://b.example/'],
  ['ruby', 'c = options[:connection] || Faraday.default_connection\nc.get("https://a.example/")\nopen(path)\n', 'faraday GET https://a.example/'],
  ['php', '<?php class A { function f($uri) { return $this->http->post($uri); } function g() { return $this->cache->get("https://no.example/"); } }', 'guzzle POST {uri}'],
  ['python', 'class A:\n  def f(self, request):\n    self.opener.open(request)\n    self.file.open(request)\n', 'python-urllib GET {request}'],
  ['shellscript', 'curl --compressed https://a.example/\n', 'curl-7.88 GET https://a.example/ Accept-Encoding: deflate, gzip, br, zstd'],
];

describe('client libraries', () => {
  for (const [languageId, source, ...expected] of IDIOMS) {
    it(`${languageId}: ${expected.join(', ') || 'nothing'}`, async () => {
      const { requests, limits } = await scanner.scan(source, languageId);
      assert.deepEqual(limits, []);
      const seen = requests.filter(({ kind }) => kind === 'call').map(({ callee, request }) => {
        const { timeoutMs, retries, redirects, verifiesCertificate, credentialsMode, connectionReuse } = request;
        const said = Object.entries({ timeoutMs, retries, redirects, verifiesCertificate, credentialsMode, connectionReuse }).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${String(value)}`]));
        return [request.client ?? callee, request.method, request.url, ...request.headers.map(({ name, value }) => `${name}: ${value}`), ...said].join(' ');
      });
      assert.deepEqual(seen, expected, source);
    });
  }
});
