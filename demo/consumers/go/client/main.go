// Command client asks a server, in whatever language, for a user that nobody is, and shows the error.
package main

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path"
	"strings"
	"time"

	"ego.internal/egoerrors"
	userv1 "example.com/shop/client/shop/user/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
)

func main() {
	connection, err := grpc.NewClient(os.Args[1], grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	answer, err := userv1.NewUserServiceClient(connection).GetUser(ctx, &userv1.GetUserRequest{Uid: 42})
	if err == nil {
		log.Fatalf("nobody was expected, found %s", answer.GetUser().GetName())
	}
	caught := egoerrors.FromError(err)
	if !errors.Is(caught, userv1.UserErrNotFound()) {
		log.Fatal(err)
	}
	name := strings.TrimPrefix(path.Ext(caught.FullName()), ".")
	fmt.Printf("%s uid=%s %s\n", name, caught.Md("uid"), caught.Display("zh-CN"))
}
