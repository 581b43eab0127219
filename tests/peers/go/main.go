// What a server in Go asks WeChat by silenceper/wechat, as it comes from the module proxy: a mini-program
// code, a URL Link and a scheme. It prints what it was given, as JSON.
package main

import (
	"encoding/json"
	"log"
	"net/http"
	"net/url"
	"os"

	"github.com/silenceper/wechat/v2"
	"github.com/silenceper/wechat/v2/cache"
	"github.com/silenceper/wechat/v2/miniprogram/config"
	"github.com/silenceper/wechat/v2/miniprogram/qrcode"
	"github.com/silenceper/wechat/v2/miniprogram/urllink"
	"github.com/silenceper/wechat/v2/miniprogram/urlscheme"
	"github.com/silenceper/wechat/v2/util"
)

const (
	page  = "pages/launch/launch"
	scene = "h1sAbCdEfGhIjKlMnOpQrStUv"
)

type given struct {
	Picture []byte `json:"picture"`
	Link    string `json:"link"`
	Scheme  string `json:"scheme"`
	Refused string `json:"refused"`
}

func must[T any](value T, err error) T {
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// What goes to WeChat arrives at the fake.
type toTheFake struct{ fake *url.URL }

func (way toTheFake) RoundTrip(request *http.Request) (*http.Response, error) {
	there := request.Clone(request.Context())
	there.URL.Scheme, there.URL.Host = way.fake.Scheme, way.fake.Host
	there.URL.Path = way.fake.Path + there.URL.Path
	there.Host = way.fake.Host
	return http.DefaultTransport.RoundTrip(there)
}

func main() {
	util.DefaultHTTPClient = &http.Client{Transport: toTheFake{must(url.Parse(os.Args[1]))}}
	program := wechat.NewWechat().GetMiniProgram(&config.Config{
		AppID: "wx0000000000000001", AppSecret: "fake-wechat-app-secret-for-tests", Cache: cache.NewMemory(),
	})
	code := qrcode.QRCoder{Page: page, Scene: scene, EnvVersion: "trial"}
	target := &urlscheme.JumpWxa{Path: page, Query: "scene=" + scene}
	told := given{
		Picture: must(program.GetQRCode().GetWXACodeUnlimit(code)),
		Link: must(program.GetURLLink().Generate(&urllink.ULParams{
			Path: page, Query: "scene=" + scene, IsExpire: true, ExpireType: urllink.ExpireTypeInterval, ExpireInterval: 1,
		})),
		Scheme: must(program.GetSURLScheme().Generate(&urlscheme.USParams{
			JumpWxa: target, IsExpire: true, ExpireType: urlscheme.ExpireTypeInterval, ExpireInterval: 1,
		})),
	}
	if _, err := program.GetQRCode().GetWXACodeUnlimit(qrcode.QRCoder{Page: "/" + page, Scene: scene}); err != nil {
		told.Refused = err.Error()
	}
	must(0, json.NewEncoder(os.Stdout).Encode(told))
}
